// A select that shows only the options of what was chosen in another one: the buurten of a wijk.
// <select data-hangt-af-van="id_wijk"> with <option data-wijk="…">; without script all are there, by wijk.

const hoortBij = (optie, keuze) => !optie.dataset.wijk || optie.dataset.wijk === keuze;

/** Copies of the top-level parts with only the options that belong to `keuze`; empty groups are left out. */
function passend(delen, keuze) {
  return delen
    .map((deel) => deel.cloneNode(true))
    .filter((deel) => {
      if (deel.tagName === "OPTION") return hoortBij(deel, keuze);
      deel.querySelectorAll("option").forEach((optie) => hoortBij(optie, keuze) || optie.remove());
      return deel.querySelector("option") !== null;
    });
}

function koppel(keuzelijst) {
  const bron = document.getElementById(keuzelijst.dataset.hangtAfVan);
  if (!bron) return;
  const delen = [...keuzelijst.children].map((deel) => deel.cloneNode(true));

  const pasAan = () => {
    const gekozen = keuzelijst.value;
    keuzelijst.replaceChildren(...(bron.value ? passend(delen, bron.value) : delen.map((deel) => deel.cloneNode(true))));
    keuzelijst.value = gekozen;
    if (keuzelijst.selectedIndex === -1) keuzelijst.selectedIndex = 0;
  };
  bron.addEventListener("change", pasAan);
  pasAan();
}

export function start(document) {
  document.querySelectorAll("select[data-hangt-af-van]").forEach(koppel);
}
