// Turns away what is too large before the browser works at it: a paste of many megabytes stops a
// browser for half a minute, and the framework drops what is too long without a word that is seen.
// The server hears the name and the size of it, never the content.
export default function ({ data, setTriggerValue }) {
    const first = !window.draftIntake;
    // The element is built anew with every draft; what listens stays, and speaks for the last one.
    window.draftIntake = { ...data, refuse: (told) => setTriggerValue("refused", told) };
    if (!first) return;
    for (const [kind, found] of [["beforeinput", tooLong], ["change", notRead], ["drop", notRead]])
        document.addEventListener(kind, (event) => {
            const told = event.target.closest?.('[class*="st-key-draft-in-"]') && found(event, window.draftIntake);
            if (!told) return;
            event.preventDefault();
            event.stopPropagation();
            window.draftIntake.refuse(told);
        }, true);
}

function tooLong({ target: box, data: words }, { most }) {
    // A unit of text has three bytes at most, so that a draft of the usual length is not measured.
    if (box.tagName !== "TEXTAREA" || !words || 3 * (box.value.length + words.length) <= most) return;
    const kept = [box.value.slice(0, box.selectionStart), box.value.slice(box.selectionEnd)];
    const bytes = new Blob([...kept, words]).size;
    return bytes > most && { bytes };
}

function notRead({ target, dataTransfer }, { largest, endings }) {
    const files = [...((dataTransfer ?? target).files ?? [])];
    const fits = ({ name, size }) =>
        size <= largest && endings.some((ending) => name.toLowerCase().endsWith(`.${ending}`));
    if (!files.length || (files.length === 1 && fits(files[0]))) return;
    return { name: files[0].name, bytes: files[0].size, count: files.length };
}
