// Tells how many points are left to spread, each time one is given. The server counts anyway.
const som = (velden) => velden.reduce((totaal, veld) => totaal + (Number.parseInt(veld.value, 10) || 0), 0);
const punten = (aantal) => `${aantal} ${aantal === 1 ? "punt" : "punten"}`;

function inWoorden(over, samen) {
  if (over < 0) return `U heeft ${punten(-over)} te veel verdeeld. Haal er ${-over} weg.`;
  if (over === 0) return `U heeft alle ${punten(samen)} verdeeld.`;
  return `U heeft nog ${over} van de ${punten(samen)} over.`;
}

function telMee(formulier) {
  const melding = formulier.querySelector("[data-punten-over]");
  const velden = [...formulier.querySelectorAll("[data-punten]")];
  const samen = Number.parseInt(formulier.dataset.puntenVerdelen, 10);
  if (!melding || !velden.length) return;
  const toon = () => {
    const over = samen - som(velden);
    melding.textContent = inWoorden(over, samen);
    melding.toggleAttribute("data-te-veel", over < 0);
  };
  formulier.addEventListener("input", (gebeurtenis) => velden.includes(gebeurtenis.target) && toon());
  toon();
}

export function start(document) {
  document.querySelectorAll("form[data-punten-verdelen]").forEach(telMee);
}
