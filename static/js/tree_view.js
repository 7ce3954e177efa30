// The picture of the tree: larger, smaller, moved by keys, buttons and pointer. Without it the picture just stands there.
const LARGEST = 8;
const STEP = 1.4;
const MOVE = 90;

export function start(figure) {
  const frame = figure.querySelector("[data-tree-frame]");
  const svg = frame.querySelector("svg");
  const view = svg.querySelector(".tree__view");
  const { width, height } = svg.viewBox.baseVal;
  let [scale, left, top] = [1, 0, 0];

  function show() {
    left = Math.min(0, Math.max(width * (1 - scale), left));
    top = Math.min(0, Math.max(height * (1 - scale), top));
    view.style.transform = scale === 1 ? "" : `translate(${left}px, ${top}px) scale(${scale})`;
    figure.toggleAttribute("data-zoomed", scale > 1);
  }

  function zoom(factor, x = width / 2, y = height / 2) {
    const to = Math.min(LARGEST, Math.max(1, scale * factor));
    left = x - ((x - left) * to) / scale;
    top = y - ((y - top) * to) / scale;
    scale = to;
    show();
  }

  function move(x, y) {
    left += x;
    top += y;
    show();
  }

  function reset() {
    scale = 1;
    show();
  }

  const acts = { in: () => zoom(STEP), out: () => zoom(1 / STEP), reset };
  for (const button of figure.querySelectorAll("[data-tree-zoom]")) {
    button.addEventListener("click", () => acts[button.dataset.treeZoom]());
  }

  frame.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const keys = { "+": acts.in, "=": acts.in, "-": acts.out, 0: reset, Home: reset };
    if (scale > 1) {
      Object.assign(keys, {
        ArrowLeft: () => move(MOVE, 0),
        ArrowRight: () => move(-MOVE, 0),
        ArrowUp: () => move(0, MOVE),
        ArrowDown: () => move(0, -MOVE),
      });
    }
    if (!keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  });

  frame.addEventListener(
    "wheel",
    (event) => {
      // A plain wheel scrolls the page; with Ctrl, and from a touch pad's pinch, it zooms.
      if (!event.ctrlKey) return;
      event.preventDefault();
      const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
      zoom(event.deltaY < 0 ? STEP : 1 / STEP, point.x, point.y);
    },
    { passive: false },
  );

  let held = null;
  frame.addEventListener("pointerdown", (event) => {
    if (scale === 1 || event.button !== 0) return;
    held = { x: event.clientX, y: event.clientY, moved: false };
  });
  frame.addEventListener("pointermove", (event) => {
    if (!held) return;
    if (!held.moved && Math.hypot(event.clientX - held.x, event.clientY - held.y) < 6) return;
    held.moved = true;
    figure.toggleAttribute("data-dragged", true);
    const unit = width / svg.getBoundingClientRect().width;
    move((event.clientX - held.x) * unit, (event.clientY - held.y) * unit);
    held.x = event.clientX;
    held.y = event.clientY;
  });
  frame.addEventListener(
    "click",
    (event) => {
      if (held?.moved) event.preventDefault();
    },
    true,
  );
  for (const name of ["pointerup", "pointerleave", "pointercancel"]) {
    frame.addEventListener(name, () => {
      figure.removeAttribute("data-dragged");
      // The click that ends a drag comes after this event and must still know of it.
      setTimeout(() => (held = null));
    });
  }
  frame.addEventListener("dragstart", (event) => event.preventDefault());
}
