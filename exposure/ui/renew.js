// A page that was open while its server became another version: its scripts and what that server says and
// hears do not fit, and two versions in one page would both listen. So it is loaded again, at its own
// address with what the levers say and the address not yet. This runs beside scripts of any version.
function renew() {
    const address = new URL(location.href);
    for (const [name, value] of Object.entries(exposure.open?.pending ?? {})) address.searchParams.set(name, value);
    history.replaceState(history.state, "", address);
    location.reload();
}
