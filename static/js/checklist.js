// Ticks in a lesson's checklist are the reader's own: kept in this browser, under the person's key, never sent.
import { PREFIX, whenKnown } from "./person.js";

export async function start(list) {
  const boxes = [...list.querySelectorAll('input[type="checkbox"]')];
  const key = `${PREFIX}checklist:${await whenKnown()}:${list.dataset.checklist}`;
  try {
    const ticked = JSON.parse(localStorage.getItem(key)) ?? [];
    const keep = () => {
      const now = boxes.flatMap((box, index) => (box.checked ? [index] : []));
      if (now.length) localStorage.setItem(key, JSON.stringify(now));
      else localStorage.removeItem(key);
    };
    boxes.forEach((box, index) => {
      box.checked ||= ticked.includes(index); // or ticked while this was under way
    });
    keep();
    list.addEventListener("change", keep);
  } catch {
    // Storage is forbidden here: the ticks hold for this page.
  }
}
