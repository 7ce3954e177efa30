// Reading together: one line at a time, led by the keys that a presenter's remote sends.
const FORWARD = new Set(["PageDown", "ArrowRight", "ArrowDown", " ", "Enter"]);
const BACK = new Set(["PageUp", "ArrowLeft", "ArrowUp"]);

export function startReading(board) {
  const reading = board.querySelector("[data-reading]");
  const lines = [...reading.querySelectorAll("li")];
  const place = reading.querySelector("[data-reading-place]");
  const opener = board.querySelector("[data-reading-start]");
  let now = 0;

  function show() {
    const around = { [-1]: "before", 0: "now", 1: "after" };
    lines.forEach((line, number) => {
      line.dataset.place = around[number - now] ?? "";
      if (number === now) line.setAttribute("aria-current", "true");
      else line.removeAttribute("aria-current");
    });
    place.textContent = `${now + 1} / ${lines.length}`;
  }

  function open() {
    now = 0;
    reading.hidden = false;
    show();
    reading.focus();
  }

  function close() {
    reading.hidden = true;
    opener?.focus();
  }

  function go(step) {
    // Past the last line the tree comes back: now everybody signs.
    if (now + step >= lines.length) return close();
    now = Math.max(0, now + step);
    show();
  }

  if (!lines.length) return;
  opener?.addEventListener("click", open);
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (reading.hidden) {
      // A remote has no other key to begin with; space and Enter still press the button that has the focus.
      if (event.key !== "PageDown") return;
      event.preventDefault();
      open();
    } else if (event.key === "Escape") {
      close();
    } else if (FORWARD.has(event.key) || BACK.has(event.key)) {
      event.preventDefault();
      go(FORWARD.has(event.key) ? 1 : -1);
    }
  });
}
