// Saves a form while somebody fills it in. The form says where: <form data-bewaar-url="…">; what
// happens is told in [data-bewaar-status]. Files are not saved along the way.
const WACHT_MS = 1500;
const OPNIEUW_MS = 10_000;

const tijd = () => new Date().toLocaleTimeString("nl-NL", { hour: "2-digit", minute: "2-digit" });

/** The fields as they are now, without files. */
function velden(formulier) {
  const gegevens = new FormData(formulier);
  for (const [naam, waarde] of [...gegevens]) {
    if (waarde instanceof File) gegevens.delete(naam);
  }
  return gegevens;
}

/** A first save makes the draft; from then on the form, and a reload, belong to its own address. */
function volg(formulier, antwoord) {
  if (antwoord.url) {
    history.replaceState(null, "", antwoord.url);
    formulier.action = antwoord.url;
  }
  if (antwoord.bewaar_url) formulier.dataset.bewaarUrl = antwoord.bewaar_url;
}

async function verstuur(formulier) {
  const antwoord = await fetch(formulier.dataset.bewaarUrl, {
    method: "POST",
    body: velden(formulier),
    headers: { "X-Requested-With": "fetch" },
  });
  if (!antwoord.ok || antwoord.redirected) throw new Error(`${antwoord.status}`);
  if (antwoord.headers.get("Content-Type")?.startsWith("application/json")) volg(formulier, await antwoord.json());
}

function bewaarTussendoor(formulier) {
  const status = document.querySelector("[data-bewaar-status]");
  let wachten;
  let bezig = false;
  let nogmaals = false;

  const meld = (tekst, mislukt = false) => {
    if (!status) return;
    status.textContent = tekst;
    status.classList.toggle("wp-bewaard--mislukt", mislukt);
  };
  const plan = (ms) => {
    clearTimeout(wachten);
    wachten = setTimeout(bewaar, ms);
  };
  // One request at a time: two first saves at once would make two drafts.
  async function bewaar() {
    if (bezig) {
      nogmaals = true;
      return;
    }
    bezig = true;
    try {
      await verstuur(formulier);
      meld(`Bewaard om ${tijd()}`);
    } catch {
      meld("Nog niet bewaard. We proberen het zo opnieuw.", true);
      plan(OPNIEUW_MS);
    }
    bezig = false;
    if (nogmaals) plan(WACHT_MS);
    nogmaals = false;
  }

  formulier.addEventListener("input", () => plan(WACHT_MS));
  formulier.addEventListener("change", () => plan(WACHT_MS));
  formulier.addEventListener("submit", () => clearTimeout(wachten));
}

export function start(document) {
  document.querySelectorAll("form[data-bewaar-url]").forEach(bewaarTussendoor);
}
