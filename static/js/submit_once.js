// A second click on a form that is on its way does nothing. The button is not disabled: its name and value must be sent.
const sent = new WeakSet();

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (sent.has(form)) {
    event.preventDefault();
    return;
  }
  sent.add(form);
  form.setAttribute("aria-busy", "true");
  event.submitter?.setAttribute("aria-disabled", "true");
});

function release(form) {
  sent.delete(form);
  form.removeAttribute("aria-busy");
  for (const button of form.querySelectorAll('[aria-disabled="true"]')) button.removeAttribute("aria-disabled");
}

// Back to a page the browser kept, or an answer that htmx put beside the form: it may be sent again.
addEventListener("pageshow", (event) => {
  if (event.persisted) for (const form of document.forms) release(form);
});
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.target.closest?.("form");
  if (form) release(form);
});
