// Wagtail saves a draft by itself while somebody writes, and hands the form in beside it: published in that moment, a new
// page is made twice ("already in use"), an old one meets a newer revision of itself. What is on its way arrives first.
const PATIENCE = 15_000; // of a broken line: the form tells that better than waiting does

const waiting = new WeakSet();

document.addEventListener(
  "submit",
  async (event) => {
    const form = event.target;
    const autosave = window.wagtail?.app.getControllerForElementAndIdentifier(form, "w-autosave");
    if (!autosave?.submitPromise) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (waiting.has(form)) return; // pressed a second time
    waiting.add(form);
    autosave.activeValue = false; // nothing more is saved behind it
    const { submitter } = event;
    await Promise.race([autosave.submitPromise, new Promise((given) => setTimeout(given, PATIENCE))]);
    autosave.submitPromise = null;
    // The button itself is disabled by now, and what is disabled is not handed in.
    if (submitter?.name) {
      const pressed = Object.assign(document.createElement("input"), { type: "hidden", name: submitter.name, value: submitter.value });
      form.append(pressed);
    }
    form.noValidate ||= Boolean(submitter?.formNoValidate);
    form.requestSubmit();
  },
  true,
);
