// What the pages gain from JavaScript; without it everything works by links and buttons.

// A crosshair on each chart: by pointer, or by arrow keys while the chart has the focus.
function showMonth(chart, month) {
  const figure = chart.closest("figure");
  const readings = JSON.parse(figure.dataset.readings);
  const titles = JSON.parse(figure.dataset.titles);
  const last = readings.length - 1;
  const index = Math.min(Math.max(month, 0), last);
  const [left, right] = [Number(chart.dataset.left), Number(chart.dataset.right)];
  const x = left + ((right - left) * index) / last;
  const crosshair = chart.querySelector(".crosshair");
  crosshair.classList.add("on");
  crosshair.setAttribute("transform", `translate(${x} 0)`);
  chart.dataset.month = index;
  const [name, ...amounts] = readings[index];
  const texts = amounts.map((amount, i) => `${titles[i]} ${amount}`);
  figure.querySelector(".reading").textContent = `${name}: ${texts.join(", ")}`;
}

document.addEventListener("pointermove", (event) => {
  const chart = event.target.closest?.("svg.chart");
  if (!chart) return;
  const box = chart.getBoundingClientRect();
  const x = ((event.clientX - box.left) / box.width) * chart.viewBox.baseVal.width;
  const [left, right] = [Number(chart.dataset.left), Number(chart.dataset.right)];
  const last = JSON.parse(chart.closest("figure").dataset.readings).length - 1;
  showMonth(chart, Math.round(((x - left) / (right - left)) * last));
});

document.addEventListener("keydown", (event) => {
  const chart = event.target.closest?.("svg.chart");
  const steps = { ArrowLeft: -1, ArrowRight: 1, PageDown: -12, PageUp: 12, Home: -Infinity, End: Infinity };
  if (!chart || !(event.key in steps)) return;
  event.preventDefault();
  showMonth(chart, Number(chart.dataset.month ?? 0) + steps[event.key]);
});

// A select that a person has touched ignores the `selected` of a new answer: set it by hand.
document.addEventListener("htmx:after:swap", () => {
  for (const option of document.querySelectorAll("option[selected]")) {
    const select = option.closest("select");
    if (select && select !== document.activeElement) select.value = option.value;
  }
});

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
  isCalculating = false;
  if (savesThen) document.querySelector(".save:not([hidden])")?.requestSubmit();
  savesThen = false;
});

document.addEventListener("htmx:error", () => {
  isCalculating = savesThen = false;
});

const textOf = (element) => element.value ?? element.textContent;

// Buttons that copy; without JavaScript they stay hidden and the text can be selected.
for (const button of navigator.clipboard ? document.querySelectorAll("[data-copy]") : []) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(textOf(document.getElementById(button.dataset.copy)));
    button.textContent = "Copied";
  });
}

// An edit link holds its key behind #, which no server sees: hand it over in a form.
const keyForm = document.getElementById("key-form");
if (keyForm && location.hash.length > 1 && !keyForm.querySelector(".error")) {
  keyForm.elements.key.value = location.hash.slice(1);
  history.replaceState(null, "", location.pathname);
  keyForm.submit();
}
