import { closeProblem, sendableCodes } from './closecodes.js';
import { utf8Length } from './format.js';
import { ownAddress } from './target.js';

/** The form at the top: where to connect to, and how to close. */
export class ConnectForm {
  #url = document.getElementById('url');
  #subprotocols = document.getElementById('subprotocols');
  #connect = document.getElementById('connect');
  #disconnect = document.getElementById('disconnect');
  #code = document.getElementById('close-code');
  #reason = document.getElementById('close-reason');
  #problem = document.getElementById('close-problem');

  /**
   * @param {(url: string, subprotocols: string) => void} onConnect
   * @param {(code: number|undefined, reason: string|undefined) => void} onClose
   */
  constructor(onConnect, onClose) {
    this.#url.value = ownAddress('/echo');
    this.#offerAddresses();
    this.#offerCodes();
    document.getElementById('connect-form').addEventListener('submit', (event) => {
      event.preventDefault();
      if (!this.#connect.disabled) {
        onConnect(this.#url.value, this.#subprotocols.value);
      }
    });
    document.getElementById('close-form').addEventListener('submit', (event) => {
      event.preventDefault();
      this.#close(onClose);
    });
    [this.#code, this.#reason].forEach((input) =>
      input.addEventListener('input', () => this.#check()));
    this.setState('closed');
  }

  /** @param {'closed'|'connecting'|'open'|'closing'} state */
  setState(state) {
    this.#connect.disabled = state !== 'closed';
    this.#disconnect.disabled = state === 'closed' || state === 'closing';
    this.#disconnect.textContent = state === 'connecting' ? 'Cancel' : 'Disconnect';
  }

  #offerAddresses() {
    const list = document.getElementById('addresses');
    for (const button of document.querySelectorAll('[data-path]')) {
      const address = ownAddress(button.dataset.path);
      list.append(new Option('', address));
      button.title = address;
      button.addEventListener('click', () => {
        this.#url.value = address;
        this.#url.focus();
      });
    }
  }

  #offerCodes() {
    document.getElementById('codes').append(
      ...sendableCodes().map(([code, name]) => new Option(name, code)));
  }

  #close(onClose) {
    const problem = this.#check();
    if (problem) {
      this.#code.focus();
      return;
    }
    const code = this.#code.value.trim();
    onClose(code === '' ? undefined : Number(code), code === '' ? undefined : this.#reason.value);
  }

  #check() {
    const problem = closeProblem(this.#code.value.trim(), utf8Length(this.#reason.value));
    this.#problem.textContent = problem;
    this.#code.setAttribute('aria-invalid', problem !== '');
    return problem;
  }
}
