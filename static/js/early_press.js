// On a slow line a page is seen before its scripts have come. A press on what waits for its script is kept, and done when
// that has started: site.js marks what waits with data-starting, and until it comes the whole page waits. Only of buttons
// that do nothing without a script, and of forms that hold no token: they would be refused. Whatever works without a script
// works at once. Classic script: a module comes too late.
(() => {
  const page = document.documentElement;
  // Heard at the document, by what site.js brings with it: these wait for the page alone.
  const HEARD_AT_ONCE = "[data-counter], [data-opens]";
  let pressed = null;

  function isWaiting(button) {
    const isRefused = button.form?.matches("[data-csrf]") && !button.form.elements.csrfmiddlewaretoken;
    if (button.type !== "button" && !isRefused) return false;
    if ("starting" in page.dataset) return true;
    if (button.matches(HEARD_AT_ONCE)) return false;
    return Boolean((button.type === "button" ? button : button.form).closest("[data-starting]"));
  }

  page.dataset.starting = "";
  addEventListener(
    "click",
    (event) => {
      const button = event.target.closest?.("button");
      if (!button || !isWaiting(button)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      pressed = button;
    },
    true,
  );
  addEventListener("component:started", () => {
    if (!pressed || isWaiting(pressed)) return;
    const button = pressed;
    pressed = null;
    button.click();
  });
  // A citizen has come: nothing begins to sound beneath the cover.
  document.addEventListener("counter:cover", () => {
    pressed = null;
  });
})();
