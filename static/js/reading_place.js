// Remembers which block of a lesson was being read, and goes back to it. The address comes from data-place,
// the block to resume at from data-place-at; blocks carry data-block.
import { csrfToken } from "./csrf.js";

export function start(marker) {
  const blocks = [...document.querySelectorAll("[data-block]")];
  if (!blocks.length) return;
  let current = "";
  let kept = marker.dataset.placeAt ?? "";

  const resumeAt = kept && blocks.find((block) => block.dataset.block === kept);
  if (resumeAt && resumeAt !== blocks[0] && !location.hash && scrollY < 50) resumeAt.scrollIntoView();

  const visible = new Set();
  const observer = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) {
        if (entry.isIntersecting) visible.add(entry.target);
        else visible.delete(entry.target);
      }
      current = blocks.find((block) => visible.has(block))?.dataset.block ?? current;
    },
    { rootMargin: "-15% 0px -50% 0px" },
  );
  for (const block of blocks) observer.observe(block);

  const keep = () => {
    if (document.visibilityState !== "hidden" || !current || current === kept) return;
    const body = new FormData();
    body.append("csrfmiddlewaretoken", csrfToken()); // a beacon cannot carry a header
    body.append("block", current);
    if (navigator.sendBeacon(marker.dataset.place, body)) kept = current;
  };
  document.addEventListener("visibilitychange", keep);
}
