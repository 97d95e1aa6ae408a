// The sidebar in one element: the pages, the steps, the named scenarios, and the levers of levers.js.
// What the reader moves is asked for while it moves, at once where the server offers it and of the
// session otherwise; the next question when the answer to the last has come, so a slow server is asked
// less often and nothing queues up. The address follows once the levers rest. The session is told
// before anything else that the reader does, step by step; its value wins, except over one that it has
// not been told yet.
const WAIT_MS = 2000;
const MOST_TRIES = 15;
const REST_MS = 300;

class Panel {
    constructor(root) {
        this.root = root;
        connectedAgain(() => root.isConnected && this.again());
        if (!exposure.open) idle().then(hidePanel); // a visit before may have left it open
        exposure.open = this;
        addEventListener("popstate", (event) => this.forget(event), true);
        this.top = element("div", {});
        const grabbed = () => (this.gesture = Date.now());
        this.levers = new Levers((...told) => this.move(...told), grabbed);
        root.append(this.top, this.levers.root);
        root.addEventListener("click", (event) => this.pressed(event));
        root.addEventListener("change", ({ target }) => {
            if (target.matches("select")) this.press(`preset:${target.value}`);
        });
        this.pending = {};
        this.after = [];
        this.rests = [];
        this.moving = this.unsent = this.slow = this.pressing = this.leaving = false;
        this.sent = this.gesture = 0;
    }

    // Whether a move is answered at once, and not by the session.
    get atOnce() {
        return this.told.instant && !this.slow && exposure.peeks();
    }

    // Where the levers have come to rest since the session was told, and where they are now.
    get untold() {
        const { gesture, moving, pending, rests } = this;
        if (!moving) return rests;
        const before = rests.filter((one) => one.gesture !== gesture);
        return [...before, { gesture, values: { ...pending } }].slice(-this.told.most);
    }

    get ahead() {
        return this.moving || this.rests.length > 0;
    }

    // Whether what is shown may be newer than what the session says.
    get leads() {
        return this.ahead && this.atOnce;
    }

    // `answered` is the last message that the server has taken into account; `groups` come once,
    // and again when they are others.
    show(told, send) {
        this.send = send;
        this.told = told;
        this.pages = told.pages;
        this.pressing = false;
        const { answered, table, values } = told;
        exposure.groups = told.groups ?? exposure.groups;
        exposure.table = table;
        this.known = values;
        this.sent = Math.max(this.sent, answered);
        if (!this.waiting || answered >= this.sent) {
            clearTimeout(this.waiting);
            this.waiting = undefined;
            if (!this.ahead) this.pending = {};
        }
        this.unsent = this.ahead;
        // Not the answer to a move, so this may be another page, or another part of one.
        if (answered === this.answered) {
            this.slow = this.leaving = false;
            this.peeking = undefined;
        }
        this.answered = answered;
        this.paint();
        if (this.table !== table) {
            this.table = table;
            this.levers.draw(exposure.groups, values);
        }
        for (const name of this.levers.rows.keys()) this.levers.set(name, this.pending[name] ?? values[name]);
        if (this.after.length) this.settle();
        else this.next();
        idle().then(() => this.right());
    }

    paint() {
        const { pages, presets, reset, moves, most, steps: [done, undone] } = this.told;
        const more = this.untold.length;
        this.levers.root.hidden = !moves;
        const kept = reset ? "What you have set is kept for the other pages." : "They are on the other pages.";
        paint(this.top, [
            h("nav", { "aria-label": "Pages" }, pages.map(([label, address, here]) =>
                h("a", { href: placed(address).href, "aria-current": here && "page" }, label))),
            steps({ moves, most, steps: [Math.min(most, done + more), more ? 0 : undone] }, this),
            ...(moves ? this.scenario(presets, reset) : [h("p", { class: "note" }, `Nothing here moves with the levers. ${kept}`)]),
        ]);
    }

    scenario(presets, reset) {
        return [
            h("label", { class: "presets" }, "Scenario",
                h("select", { "aria-label": "Scenario", value: presets.chosen },
                    h("option", { value: "", disabled: true }, "Your own"),
                    presets.names.map(([name, title]) => h("option", { value: name }, title)))),
            ...(presets.about ? [h("p", { class: "note" }, presets.about)] : []),
            ...(reset ? [button("reset", "Reset all levers", "wide")] : []),
        ];
    }

    // A press of what is drawn above the levers, unless the reader wants a page in another tab.
    pressed(event) {
        const { href, dataset } = event.target.closest("a, [data-press]") ?? {};
        if (!dataset || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
        event.preventDefault();
        if (href) this.open(event.target.closest("a").textContent);
        else if (dataset.press === "copy") copy(this);
        else this.press(dataset.press);
    }

    press(what) {
        this.settle(() => {
            this.pressing = true;
            // Where nothing is answered, what waits for it does not wait for ever.
            clearTimeout(this.presses);
            this.presses = setTimeout(() => {
                this.pressing = false;
                if (this.after.length) this.settle();
            }, WAIT_MS);
            this.tell("pressed", { what });
        });
    }

    // Open a page once the session has answered to all that was done before and said where it stands:
    // what it says too late would be put on the address of the page that is open by then.
    open(label) {
        this.settle(async () => {
            await idle();
            if (this.ahead || this.waiting || this.pressing) this.open(label);
            else openPage(placed(this.pages.find(([name]) => name === label)[1]));
        });
    }

    // Put the address right where a run that the reader has left behind wrote it.
    right() {
        if (this.moving || this.waiting || this.pressing || this.leaving || !this.root.isConnected) return;
        const told = this.here;
        const [wanted, found] = [told, location].map(({ search }) => new URLSearchParams(search));
        const ours = (key) => key === "stamp" || this.levers.has(key);
        const keys = [...wanted.keys(), ...[...found.keys()].filter(ours)];
        if (told.pathname !== location.pathname || keys.every((key) => found.has(key) && (!ours(key) || found.get(key) === wanted.get(key)))) return;
        history.replaceState(history.state, "", framed(told));
    }

    // The address of this page as it was last told.
    get here() {
        return placed(this.told.pages.find(([, , here]) => here)[1]);
    }

    tell(kind, told) {
        this.send(kind, { ...told, ...exposure.has() });
    }

    // A lever has been set by the reader; `begins` where that begins a step.
    move(name, value, begins) {
        if (begins) this.gesture = Date.now();
        const fresh = !this.moving;
        this.pending[name] = value;
        this.levers.set(name, value);
        this.moving = this.unsent = true;
        if (fresh) this.paint();
        this.next();
    }

    // The address of this page with all that is set, whether the session has been told or not. At the
    // baseline a page has an address without a query; one that has left it says everything.
    address() {
        const address = this.here;
        address.search ||= this.told.whole;
        for (const [name, value] of Object.entries(this.pending)) address.searchParams.set(name, value);
        return address.href;
    }

    next() {
        if (!this.unsent || this.peeking) return;
        if (this.atOnce) this.peek();
        else if (!this.waiting) this.commit();
    }

    // Show what the page says where the levers stand now.
    async peek() {
        clearTimeout(this.resting);
        this.unsent = false;
        const turn = (this.peeking = {});
        const found = await exposure.peek(this.address(), this.told.dark);
        if (this.peeking !== turn) return;
        this.peeking = undefined;
        if (!found) {
            this.slow = this.unsent = true;
            this.next();
            return;
        }
        exposure.show(found.stage);
        const { steps, answered } = this.told;
        this.told = { ...found.panel, pages: this.merged(found.panel.pages), steps, answered };
        this.paint();
        if (this.unsent) this.peek();
        else this.rest();
    }

    // What is said at once knows the levers, and of the choices those of this page alone.
    merged(pages) {
        return pages.map(([label, address, here], place) => {
            const now = placed(address);
            const chosen = [...placed(this.pages[place][1]).searchParams];
            const others = here ? [] : chosen.filter(([key]) => key !== "stamp" && !this.levers.has(key));
            for (const [key] of others) now.searchParams.delete(key);
            for (const [key, value] of others) now.searchParams.append(key, value);
            return [label, now.href, here];
        });
    }

    // The address of where the levers have come to rest is a step of the browser's own, as the
    // framework makes one of an address that it is sent.
    rest() {
        this.resting = setTimeout(() => {
            if (this.waiting || this.pressing) return this.rest();
            this.rests = this.untold;
            this.moving = false;
            const here = framed(this.here);
            if (here.href !== location.href) history.pushState({}, "", here);
        }, REST_MS);
    }

    commit() {
        const steps = this.untold;
        // Where they began: a session that another server has opened since begins where they ended.
        const before = Object.fromEntries(Object.keys(this.pending).map((name) => [name, this.known[name]]));
        this.rested();
        this.ask({ number: (this.sent += 1), before, steps, left: this.leaving });
    }

    // Do what needs the session to know all that is set, once it does.
    settle(act) {
        if (act) this.after.push(act);
        if (this.waiting || this.pressing) return;
        if (this.ahead) this.commit();
        else while (this.after.length && !this.pressing) this.after.shift()();
    }

    // The reader goes back or forward: the address is what holds. The session is told of what is left
    // before the framework is, so that it can be undone.
    forget(event) {
        if (this.ahead && !this.waiting && !this.pressing) {
            event.stopImmediatePropagation();
            this.leaving = true;
            this.after.push(() => dispatchEvent(new PopStateEvent("popstate")));
            this.commit();
            return;
        }
        this.rested();
        if (!this.waiting) this.pending = {};
    }

    rested() {
        clearTimeout(this.resting);
        this.rests = [];
        this.moving = this.unsent = false;
        this.peeking = undefined;
    }

    // Not answered in time: the server is slow, or another has taken its place and knows of nothing.
    ask(moved, tries = 1) {
        this.asked = moved;
        this.waiting = setTimeout(() => tries < MOST_TRIES && this.ask(moved, tries + 1), WAIT_MS);
        this.tell("moved", moved);
    }

    again() {
        clearTimeout(this.waiting);
        if (this.waiting) this.ask(this.asked);
        else if (this.ahead) this.commit();
        else this.tell("pressed", { what: "again" });
    }
}

exposure.panel = ({ data, parentElement, setTriggerValue }) => {
    const told = JSON.parse(new TextDecoder().decode(data));
    if (told.code !== exposure.version) return renew();
    parentElement.panel ??= new Panel(parentElement);
    parentElement.panel.show(told, setTriggerValue);
};
