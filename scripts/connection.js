import { keep } from "./drafts.js";

// The circuit's own script goes on trying, in long steps. This one asks for the server each second while the notice is shown,
// and as soon as it answers connects again, or loads the page anew when the server no longer knows the circuit.
const notice = document.getElementById("components-reconnect-modal");
const has = (...states) => states.some((state) => notice.classList.contains(`components-reconnect-${state}`));
let trying;

const loadAgain = () => {
  keep();
  location.reload();
};

async function attempt() {
  try {
    if (!(await fetch("/livez", { cache: "no-store" })).ok) return;
    if (has("rejected") || !(await window.Blazor.reconnect())) loadAgain();
  } catch {
    // Not yet.
  }
}

function watch() {
  const isLost = has("show", "failed", "rejected");
  if (has("rejected")) void attempt();
  if (isLost && !trying) trying = setInterval(attempt, 1000);
  if (!isLost && trying) trying = clearInterval(trying);
}

if (notice) new MutationObserver(watch).observe(notice, { attributeFilter: ["class"] });
