// A conversation that grows: what was added comes into sight, the next question gets the focus. The live region of the
// conversation speaks each new line once; moving the focus is all that is said here.
export function start(play) {
  function bringIntoSight(lines) {
    const first = [...lines].find((line) => line.nodeType === Node.ELEMENT_NODE);
    if (!first) return;
    const stage = document.getElementById("stage");
    // On a narrow screen the stage stays above the conversation and would cover what is scrolled beneath it.
    const above = stage.offsetWidth > play.offsetWidth / 2 ? stage.offsetHeight : 0;
    const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const top = scrollY + first.getBoundingClientRect().top - above - 16;
    scrollTo({ top, behavior: isCalm ? "instant" : "smooth" });
  }

  const conversation = play.querySelector("#conversation");
  let known = conversation.childElementCount;
  play.addEventListener("htmx:afterSettle", () => {
    const lines = [...conversation.children].slice(known);
    if (!lines.length) return;
    known = conversation.childElementCount;
    document.getElementById("answer-title")?.focus({ preventScroll: true });
    bringIntoSight(lines);
  });
}
