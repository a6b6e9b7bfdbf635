// Shows initiatives that look like the idea while somebody types it: <form data-lijkt-op="address">. The
// form's later steps show the same without this.
const WACHT_MS = 800;
const MINSTENS = 8;

function volgGelijkenis(formulier) {
  const uitkomst = formulier.querySelector("[data-lijkt-op-uitkomst]");
  let wachten;
  let laatste = "";

  async function vraag() {
    const tekst = `${formulier.elements.titel.value} ${formulier.elements.wat.value}`.trim();
    if (tekst === laatste || tekst.length < MINSTENS) return;
    laatste = tekst;
    const zoek = new URLSearchParams({ tekst: tekst.slice(0, 600), wijk: formulier.dataset.wijk });
    try {
      const antwoord = await fetch(`${formulier.dataset.lijktOp}?${zoek}`);
      if (antwoord.ok && tekst === laatste) uitkomst.innerHTML = await antwoord.text();
    } catch {
      // Without an answer the form works as before.
    }
  }

  formulier.addEventListener("input", () => {
    clearTimeout(wachten);
    wachten = setTimeout(vraag, WACHT_MS);
  });
}

export function start(document) {
  document.querySelectorAll("form[data-lijkt-op]").forEach(volgGelijkenis);
}
