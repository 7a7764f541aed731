// Light, dark, or as the system says. A classic script in the head, so that a remembered choice
// applies before the first paint; a module would run too late and flash.
(() => {
  'use strict';
  const KEY = 'tidewire-console-theme';
  const THEMES = ['auto', 'light', 'dark'];
  let theme = remembered();

  function remembered() {
    try {
      const value = localStorage.getItem(KEY);
      return THEMES.includes(value) ? value : 'auto';
    } catch {
      return 'auto'; // storage is switched off: the page works, it only forgets
    }
  }

  function remember() {
    try {
      localStorage.setItem(KEY, theme);
    } catch {
      // see remembered()
    }
  }

  function apply() {
    if (theme === 'auto') {
      delete document.documentElement.dataset.theme;
    } else {
      document.documentElement.dataset.theme = theme;
    }
  }

  function label(button) {
    button.querySelector('span').textContent = theme;
    button.setAttribute('aria-label', `Theme: ${theme}`);
  }

  apply();
  document.addEventListener('DOMContentLoaded', () => {
    const button = document.getElementById('theme');
    label(button);
    button.addEventListener('click', () => {
      theme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length];
      apply();
      label(button);
      remember();
    });
  });
})();
