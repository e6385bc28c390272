// What the pages gain from JavaScript; without it everything works by links and buttons.

// A crosshair on the chart: by pointer, or by the slider below it, which keys and touch move.
// What it reads out stands in the table of the chart.
function showMonth(figure, month) {
  const [titles, ...rows] = [...figure.querySelectorAll("tr")].map((row) => [...row.cells].map((cell) => cell.textContent));
  const last = rows.length - 1;
  const index = Math.min(Math.max(Math.round(month), 0), last);
  const { left, right } = figure.querySelector("svg.chart").dataset;
  const crosshair = figure.querySelector(".crosshair");
  crosshair.classList.add("on");
  crosshair.setAttribute("transform", `translate(${+left + ((right - left) * index) / last} 0)`);
  const [name, ...amounts] = rows[index];
  const text = `${name}: ${amounts.map((amount, i) => `${titles[i + 1]} ${amount}`).join(", ")}`;
  figure.querySelector(".reading").textContent = text;
  const slider = figure.querySelector(".scrubber input");
  slider.value = index;
  slider.setAttribute("aria-valuetext", text);
}

function readByPointer(event) {
  const chart = event.target.closest?.(".reads svg.chart");
  if (!chart) return;
  const figure = chart.closest(".reads");
  const box = chart.getBoundingClientRect();
  const x = ((event.clientX - box.left) / box.width) * chart.viewBox.baseVal.width;
  const { left, right } = chart.dataset;
  showMonth(figure, ((x - left) / (right - left)) * figure.querySelector(".scrubber input").max);
}
document.addEventListener("pointermove", readByPointer);
document.addEventListener("pointerdown", readByPointer);
document.addEventListener("input", (event) => {
  const slider = event.target.closest?.(".scrubber input");
  if (slider) {
    event.stopPropagation(); // it is none of the form's
    showMonth(slider.closest("figure"), Number(slider.value));
  }
});

// A file may take a while to arrive and to be read.
document.addEventListener("submit", (event) => {
  const status = event.target.querySelector("[data-reading]");
  if (!status) return;
  status.textContent = status.dataset.reading;
  event.target.querySelector("button[type=submit]").setAttribute("aria-busy", "true");
});

// A part of the form fetches its fields when it is first opened: what changes sends them, too.
document.addEventListener(
  "toggle",
  ({ target }) => {
    const button = target.open && target.matches("[data-part]") && target.querySelector("[name=open]");
    if (!button) return;
    const opening = document.getElementById("opening");
    opening.value = `${opening.value} ${button.value}`.trim();
    opening.dispatchEvent(new Event("change", { bubbles: true }));
  },
  { capture: true },
);

// A link to a part of the form opens it.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href^='#part-']");
  if (link) document.getElementById(link.hash.slice(1)).open = true;
});

// On a phone the cards of the answer are laid out one by one, so that nobody waits for all of them.
const whenIdle = window.requestIdleCallback ?? setTimeout;
function layOut(cards) {
  const card = cards.shift();
  if (!card) return;
  card.style.contentVisibility = "visible";
  whenIdle(() => layOut(cards));
}

function prepare() {
  for (const scrubber of document.querySelectorAll(".scrubber")) {
    const chart = scrubber.closest(".reads").querySelector("svg.chart");
    const { left, right } = chart.dataset;
    const width = chart.viewBox.baseVal.width;
    scrubber.style.padding = `0 ${100 - (100 * right) / width}% 0 ${(100 * left) / width}%`; // as wide as the plot
    scrubber.hidden = false;
  }
  whenIdle(() => layOut([...document.querySelectorAll("#answer > .card")]));
  for (const button of document.querySelectorAll("[data-print]")) button.hidden = false;
  for (const button of navigator.clipboard ? document.querySelectorAll("[data-copy]") : []) button.hidden = false;
}
prepare();

// What is gone after a swap, such as a link that resets or one that asked for what has come, leaves the
// focus to the field it stood by, or to what stands in its place.
const FOCUSABLE = "a[href], button, input:not([type=hidden]), select, summary, textarea";
let placesOfFocus = [];
document.addEventListener("htmx:before:swap", () => {
  let place = document.activeElement;
  placesOfFocus = [place?.closest(".field, .cell")?.querySelector("input, select")?.id];
  for (; place && place !== document.body; place = place.parentElement) placesOfFocus.push(place.id);
});

document.addEventListener("htmx:after:swap", () => {
  prepare();
  if (document.activeElement !== document.body) return;
  const place = placesOfFocus.map((id) => id && document.getElementById(id)).find(Boolean);
  if (!place) return;
  if (!place.matches(FOCUSABLE) && !place.querySelector(FOCUSABLE)) place.tabIndex = -1; // words alone
  (place.matches(`${FOCUSABLE}, [tabindex]`) ? place : place.querySelector(FOCUSABLE)).focus({ preventScroll: true });
});

// What a person has touched keeps its own text whatever the new answer's attributes say. All but the
// field with the focus was sent, so that what the answer says of it counts: "50k" becomes 50,000.
function showWhatCounts() {
  for (const field of document.getElementById("form").elements) {
    if (field === document.activeElement) continue;
    if (field.matches("input[type=text]")) field.value = field.defaultValue;
    const option = field.matches("select") && field.querySelector("option[selected]");
    if (option) field.value = option.value;
  }
}

// The pages that show a plan keep the one that the calculator shows now.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-plan]");
  if (link && location.pathname === "/") link.search = location.search;
});

// Whoever picks another way to write numbers comes back to the plan that is shown now.
document.addEventListener("submit", (event) => {
  if (event.target.matches(".numbers")) event.target.elements.page.value = location.pathname + location.search;
});

// On paper nothing can be opened.
const FOLDED = ".more details, .scenario > details, #outlook details";
addEventListener("beforeprint", () => {
  for (const part of document.querySelectorAll(`${FOLDED}:not([open])`)) part.dataset.opens = part.open = true;
});
addEventListener("afterprint", () => {
  for (const part of document.querySelectorAll(`${FOLDED}[data-opens]`)) {
    part.open = false;
    delete part.dataset.opens;
  }
});

// Without a connection, say so and keep everything.
function sayWhether(connected) {
  document.getElementById("connection").hidden = connected; // htmx replaces the body on going back
}
document.addEventListener("htmx:error", () => sayWhether(false));
document.addEventListener("htmx:after:swap", () => sayWhether(navigator.onLine));
addEventListener("offline", () => sayWhether(false));
addEventListener("online", () => sayWhether(true));

// A pasted text is counted when somebody asks for it: leaving it on the way to the button is no change,
// whose answer would come between pressing the button and letting it go.
document.addEventListener(
  "change",
  (event) => {
    if (event.target.matches(".paste textarea")) event.stopPropagation();
  },
  { capture: true },
);

// Saving waits for what was just changed: the answer to it brings the plan that is saved.
let isCalculating = false;
let savesThen = false;

document.addEventListener("change", (event) => {
  if (event.target.closest("#form")) isCalculating = true;
});

document.addEventListener("submit", (event) => {
  if (!isCalculating || !event.target.matches(".save")) return;
  event.preventDefault();
  savesThen = true;
});

document.addEventListener("htmx:after:swap", (event) => {
  if (event.detail.ctx.target.id !== "calculator") return;
  showWhatCounts();
  // A pasted text that was counted is done with; one that could not be is still in the answer.
  for (const area of document.querySelectorAll("textarea[data-clear]")) area.value = area.textContent;
  isCalculating = false;
  if (savesThen) document.querySelector(".save:not([hidden])")?.requestSubmit();
  savesThen = false;
});

document.addEventListener("htmx:error", () => {
  isCalculating = savesThen = false;
});

document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-print]")) print();
});

// Buttons that copy; without JavaScript they stay hidden and the text can be selected.
document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-copy]");
  if (!button) return;
  const source = document.getElementById(button.dataset.copy);
  await navigator.clipboard.writeText(source.value ?? source.textContent);
  button.textContent = "Copied";
});

// An edit link holds its key behind #, which no server sees: hand it over in a form.
const keyForm = document.getElementById("key-form");
if (keyForm && location.hash.length > 1 && !keyForm.querySelector(".error")) {
  keyForm.elements.key.value = location.hash.slice(1);
  history.replaceState(null, "", location.pathname);
  keyForm.submit();
}
