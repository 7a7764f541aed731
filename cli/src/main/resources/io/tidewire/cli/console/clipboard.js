/**
 * Copies text. `navigator.clipboard` exists in secure contexts only; elsewhere the old way works.
 *
 * @returns {Promise<boolean>} whether it was copied
 */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

function copyBySelection(text) {
  const before = document.activeElement;
  const area = document.createElement('textarea');
  area.value = text;
  area.className = 'offscreen';
  document.body.append(area);
  area.select();
  const copied = document.execCommand('copy');
  area.remove();
  before?.focus();
  return copied;
}

/** Copies and says so on the button for a moment. */
export async function copyFrom(button, text) {
  const label = button.dataset.label ??= button.textContent;
  button.textContent = (await copy(text)) ? 'Copied' : 'Not allowed';
  setTimeout(() => {
    button.textContent = label;
  }, 1200);
}
