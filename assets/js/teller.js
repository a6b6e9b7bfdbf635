// Tells how many characters are left. Seen at once; spoken only after a pause and near the end.
const PAUZE_MS = 1000;
const BIJNA_VOL = 0.8;

const overgebleven = (vak) => {
  const over = Math.max(0, vak.maxLength - vak.value.length);
  return `U kunt nog ${over} ${over === 1 ? "teken" : "tekens"} gebruiken.`;
};

function telMee(vak) {
  const zichtbaar = document.createElement("p");
  zichtbaar.className = "wp-teller";
  zichtbaar.setAttribute("aria-hidden", "true");
  const gesproken = document.createElement("p");
  gesproken.className = "wp-alleen-voorlezen";
  gesproken.setAttribute("aria-live", "polite");
  vak.after(zichtbaar, gesproken);

  let wachten;
  const toon = () => {
    zichtbaar.textContent = overgebleven(vak);
  };
  vak.addEventListener("input", () => {
    toon();
    clearTimeout(wachten);
    if (vak.value.length < vak.maxLength * BIJNA_VOL) return;
    wachten = setTimeout(() => {
      gesproken.textContent = overgebleven(vak);
    }, PAUZE_MS);
  });
  toon();
}

export function start(document) {
  document.querySelectorAll("textarea[maxlength]").forEach(telMee);
}
