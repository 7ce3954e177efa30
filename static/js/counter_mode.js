// A citizen comes to the counter: one key or one button covers the page at once and pauses what plays.
// Any key or click brings it back, where it was. Simulators listen for counter:cover and counter:return.
const screen = document.getElementById("counter");
let title = "";
let clock = 0;
let lastEscape = 0;

function chosenKey() {
  try {
    return localStorage.getItem("display:counter-key") || "F9";
  } catch {
    return "F9";
  }
}

function showTime() {
  const now = new Date();
  const time = screen.querySelector("time");
  time.textContent = `${String(now.getHours()).padStart(2, "0")}:${String(now.getMinutes()).padStart(2, "0")}`;
}

function cover() {
  for (const media of document.querySelectorAll("video, audio")) media.pause();
  title = document.title;
  document.title = screen.dataset.title;
  showTime();
  clock = setInterval(showTime, 5000);
  screen.showModal();
  document.dispatchEvent(new CustomEvent("counter:cover"));
}

function uncover(event) {
  event.preventDefault();
  if (!screen.open) return;
  if (event.type === "keydown" && ["Shift", "Control", "Alt", "Meta", "Tab"].includes(event.key)) return;
  clearInterval(clock);
  document.title = title;
  screen.close();
  document.dispatchEvent(new CustomEvent("counter:return"));
}

function isPressed(event) {
  const key = chosenKey();
  if (key !== "EscapeEscape") return event.key === key && !event.ctrlKey && !event.altKey && !event.metaKey;
  if (event.key !== "Escape") return false;
  const twice = event.timeStamp - lastEscape < 600;
  lastEscape = twice ? 0 : event.timeStamp;
  return twice;
}

if (screen) {
  // Capture: the page beneath must not see the key that covers it.
  addEventListener(
    "keydown",
    (event) => {
      if (screen.open || !isPressed(event)) return;
      event.preventDefault();
      event.stopPropagation();
      cover();
    },
    true,
  );
  screen.addEventListener("keydown", uncover);
  screen.addEventListener("click", uncover);
  screen.addEventListener("cancel", uncover);
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-counter]")) cover();
  });
}
