/* Finding one's way in the editor's form of a scenario: which scene is which field, and leading there. */

/** Positions in the form (scenes-<position>-…) of what stands in a list now, in the order that is seen. */
function positions(form, prefix) {
  const found = [];
  for (let number = 0; form.elements[`${prefix}-${number}-deleted`]; number += 1) {
    if (form.elements[`${prefix}-${number}-deleted`].value !== "1") {
      found.push({ number, order: Number(form.elements[`${prefix}-${number}-order`].value) });
    }
  }
  return found.sort((a, b) => a.order - b.order).map((each) => each.number);
}

/** One value of an entry, folded or not. */
function valueOf(form, prefix, name) {
  const folded = form.elements[`${prefix}-folded`];
  if (!folded) return form.elements[`${prefix}-${name}`]?.value?.trim() ?? "";
  try {
    return JSON.parse(folded.value)[name] ?? "";
  } catch {
    return "";
  }
}

/** Key and title of every entry of a list. */
export function entries(form, list) {
  return positions(form, list).map((number) => {
    const prefix = `${list}-${number}-value`;
    return { prefix, key: valueOf(form, prefix, "key"), title: valueOf(form, prefix, "title") };
  });
}

/** Marks that replies set, from whatever is folded or open. */
export function marks(form) {
  const found = new Set();
  const take = (words) => {
    for (const word of (words ?? "").split(",")) if (word.trim()) found.add(word.trim());
  };
  for (const field of form.querySelectorAll("input[name^='scenes-'][name$='-sets']")) take(field.value);
  for (const field of form.querySelectorAll("input[name^='scenes-'][name$='-folded']")) {
    for (const reply of JSON.parse(field.value).replies ?? []) take(reply.value?.sets);
  }
  return [...found];
}

/** What the server needs to judge the scenario, and nothing else of the form. */
export function snapshot(form) {
  const wanted = /^(scenes|protocol)-|^(start|pass)_|^title$/;
  const data = {};
  for (const [name, value] of new FormData(form)) {
    if (wanted.test(name) && typeof value === "string") data[name] = value;
  }
  return JSON.stringify(data);
}

const nextFrame = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));

/** Opens every closed panel around an element, and the scene itself. */
async function reveal(element) {
  for (let panel = element.closest("[data-panel]"); panel; panel = panel.parentElement?.closest("[data-panel]")) {
    const toggle = panel.querySelector(":scope > .w-panel__header [data-panel-toggle]");
    if (toggle?.getAttribute("aria-expanded") === "false") toggle.click();
  }
  await nextFrame();
}

async function openEntry(form, prefix) {
  const holder = form.elements[`${prefix.replace(/-value$/, "")}-deleted`];
  const child = holder?.closest("[data-streamfield-child]");
  const panel = child?.querySelector("[data-panel]");
  const toggle = panel?.querySelector(":scope > .w-panel__header [data-panel-toggle]");
  if (toggle?.getAttribute("aria-expanded") === "false") toggle.click();
  child?.querySelector(".scenario_folded")?.unfold?.();
  await nextFrame();
  return child;
}

const FIELD = { action: "deed", kind: "deed", is: "relation" };

function arrive(element) {
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  element.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
  const target = element.matches("input, textarea, select, button")
    ? element
    : element.querySelector("input:not([type=hidden]), textarea, select, [data-panel-toggle], button");
  target?.focus({ preventScroll: true });
}

/** Leads to a place of the document, such as ``scenes[3].replies[1].next[0]``: as near to it as there is a field. */
export async function lead(form, place) {
  const parts = place.match(/[a-z_]+|\[\d+\]/g) ?? [];
  let prefix = "";
  let last = null;
  while (parts.length) {
    const name = FIELD[parts[0]] ?? parts[0];
    parts.shift();
    const path = prefix ? `${prefix}-${name}` : name;
    if (parts[0]?.startsWith("[") && form.elements[`${path}-count`]) {
      const number = positions(form, path)[Number(parts.shift().slice(1, -1))];
      if (number === undefined) break;
      prefix = `${path}-${number}-value`;
      last = await openEntry(form, prefix);
    } else {
      const field = form.elements[path] ?? form.elements[path.replace("-", "_")];
      if (field instanceof Element) last = field;
      else if (form.elements[`${path}-count`]) last = form.elements[`${path}-count`].parentElement;
      break;
    }
  }
  if (place.startsWith("start.")) last = form.elements[`start_${place.slice(6)}`];
  if (!last) last = form.querySelector("[data-scenario-bench]");
  await reveal(last);
  arrive(last);
}

/** Leads to the scene of a key. */
export async function leadToScene(form, key) {
  const index = entries(form, "scenes").findIndex((each) => each.key === key);
  if (index >= 0) await lead(form, `scenes[${index}].key`);
}
