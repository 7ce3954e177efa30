// How far a conversion is, asked every few seconds; the page is shown anew when it has ended.
const place = document.querySelector("[data-conversion]");
const EVERY = 3000;

async function look() {
  const answer = await fetch(place.dataset.conversion, { credentials: "same-origin", redirect: "manual" }).catch(() => null);
  const told = answer?.ok ? await answer.json() : null;
  if (told && !["waiting", "converting"].includes(told.state)) {
    location.reload();
    return;
  }
  if (told?.state === "converting") {
    place.querySelector("progress").value = told.progress;
    place.querySelector("[data-conversion-say]").textContent = place.dataset.says.replace("__percent__", told.progress);
  }
  setTimeout(look, EVERY);
}

if (place) setTimeout(look, EVERY);
