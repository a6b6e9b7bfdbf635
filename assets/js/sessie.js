// Warns staff before their session ends, so that nothing they typed is lost. Every page of every tab counts:
// the last request to the server starts the hour again, and tabs tell each other through localStorage.
const script = document.querySelector("script[data-sessie]");
const SLEUTEL = "sessie-begonnen";
const DUUR = Number(script.dataset.sessieDuur) * 1000;
const VOORAF = Number(script.dataset.sessieWaarschuwing) * 1000;

const onthoud = () => localStorage.setItem(SLEUTEL, String(Date.now()));
const rest = () => Number(localStorage.getItem(SLEUTEL)) + DUUR - Date.now();

const venster = document.createElement("dialog");
venster.className = "wp-sessie";
venster.setAttribute("aria-labelledby", "sessie-kop");
venster.innerHTML = `
  <h2 id="sessie-kop"></h2>
  <p data-tekst></p>
  <p><a target="_blank" rel="opener" data-aanmelden hidden>Aanmelden in een nieuw tabblad</a></p>
  <button type="button" class="button" data-verder></button>`;
const deel = (naam) => venster.querySelector(naam);

function toon(kop, tekst, knop, afgelopen) {
  deel("h2").textContent = kop;
  deel("[data-tekst]").textContent = tekst;
  deel("[data-verder]").textContent = knop;
  deel("[data-aanmelden]").hidden = !afgelopen;
  if (!venster.open) venster.showModal();
}

const waarschuw = () =>
  toon(
    "Bent u er nog?",
    `Over ${Math.max(1, Math.ceil(rest() / 60000))} minuten melden we u af. Wat u nog niet heeft opgeslagen, is dan niet bewaard.`,
    "Ik blijf aangemeld",
    false,
  );

const afgelopen = () =>
  toon(
    "U bent afgemeld",
    "Wat u heeft ingevuld, staat nog op deze pagina. Meld u aan in een nieuw tabblad. Kom dan hier terug en ga verder.",
    "Ik ben weer aangemeld",
    true,
  );

/** Ask for another hour. Who signed in again elsewhere needs a new form key too: put it in every form. */
async function verleng() {
  const antwoord = await fetch(script.dataset.sessie, { headers: { Accept: "application/json" } });
  if (!antwoord.ok) return afgelopen();
  const { csrf } = await antwoord.json();
  for (const veld of document.querySelectorAll("[name=csrfmiddlewaretoken]")) veld.value = csrf;
  onthoud();
  venster.close();
}

function kijk() {
  if (rest() <= 0) afgelopen();
  else if (rest() <= VOORAF) waarschuw();
  else if (venster.open) verleng().catch(afgelopen); // another tab went on, or signed in again
}

deel("[data-aanmelden]").href = script.dataset.sessieAanmelden;
deel("[data-verder]").addEventListener("click", () => verleng().catch(afgelopen));
venster.addEventListener("cancel", (gebeurtenis) => gebeurtenis.preventDefault());
document.body.append(venster);
onthoud();
setInterval(kijk, 10_000);
document.addEventListener("visibilitychange", kijk);
