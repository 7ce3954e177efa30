// Whose page this is, known once the personal fragment has arrived. What an earlier person left in this browser goes.
let known;
const arrival = new Promise((resolve) => {
  known = resolve;
});

/** Keys that begin with "kindness:<kind>:<person>:" hold something of one person. */
export const PREFIX = "kindness:";

export function whenKnown() {
  return arrival;
}

export function forget(isForgotten) {
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX) && isForgotten(key)) localStorage.removeItem(key);
  } catch {
    // Storage is forbidden here, so nothing was kept either.
  }
}

export function start(element) {
  const { person } = element.dataset;
  forget((key) => key.split(":")[2] !== person);
  known(person);
}
