// Names the searchable lists of choices (Select2) after their question: the library leaves them without a name.
const VELDEN = ".select2-selection, .select2-selection__rendered, .select2-search__field";

/** The select that a part of the list belongs to: beside it, or named by the list that is open. */
function keuzelijst(deel) {
  const open = deel.closest(".select2-container--open .select2-dropdown")?.querySelector(".select2-results__options");
  return open
    ? document.getElementById(open.id.replace(/^select2-|-results$/g, ""))
    : deel.closest(".select2")?.previousElementSibling;
}

function benoem(deel) {
  const label = keuzelijst(deel)?.labels?.[0];
  if (!label) return;
  label.id ||= `${label.htmlFor}_label`;
  const gekozen = deel.matches(".select2-selection--single") ? deel.querySelector(".select2-selection__rendered")?.id : "";
  deel.setAttribute("aria-labelledby", [label.id, gekozen].filter(Boolean).join(" "));
}

new MutationObserver(() => document.querySelectorAll(VELDEN).forEach(benoem)).observe(document, {
  childList: true,
  subtree: true,
});
