# The dashboard as an image: slim, without root, on a root file system that is only read.
#
#   docker build -t exposure .
#   docker run --read-only --tmpfs /tmp -p 127.0.0.1:8501:8501 exposure
#
# The base is pinned by the digest of its index, which serves every processor; it is the one that
# github.com/docker-library/repo-info has for this tag (repos/python/remote/3.13-slim-bookworm.md,
# Python 3.13.14 of 5 August 2026). A newer one, once tried:
#
#   docker buildx imagetools inspect python:3.13-slim-bookworm
#   docker build --build-arg PYTHON_IMAGE=python:3.13-slim-bookworm@sha256:... -t exposure .
ARG PYTHON_IMAGE=python:3.13-slim-bookworm@sha256:67a1e1f215ccda113cfc024e8639049257e88f273898f595b61476d128d387e8

FROM ${PYTHON_IMAGE} AS packages
COPY requirements.lock /
# Every package by its hash, as a wheel: nothing is built, and nothing else is installed.
RUN python -m venv /venv \
 && /venv/bin/pip install --no-cache-dir --disable-pip-version-check --no-compile \
        --require-hashes --only-binary=:all: -r /requirements.lock \
 && /venv/bin/pip uninstall --yes --quiet pip

FROM ${PYTHON_IMAGE}
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin exposure
COPY --from=packages /venv /venv
WORKDIR /srv/exposure
COPY .streamlit/config.toml .streamlit/config.toml
COPY app.py serve.py ./
COPY pages pages
COPY static static
COPY exposure exposure
COPY data data
COPY seeds seeds
# Compiled here, because nothing can be written later.
RUN /venv/bin/python -m compileall -q /venv/lib app.py serve.py pages exposure
ENV HOME=/tmp \
    PYTHONDONTWRITEBYTECODE=1 \
    STREAMLIT_SERVER_HEADLESS=true \
    STREAMLIT_SERVER_PORT=8501
USER 10001:10001
EXPOSE 8501
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
    CMD ["/venv/bin/python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8501/readyz', timeout=4)"]
CMD ["/venv/bin/python", "-m", "streamlit", "run", "serve.py"]
