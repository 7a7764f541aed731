// Drives one Chromium: does what each line on stdin says, and answers each with its result.

import { chromium } from 'playwright-core';
import { answering, serve } from './lines.mjs';

const PATIENCE = 20_000; // milliseconds
const pages = new Map(); // by name
let browser;

async function launch({ executable }) {
  browser = await chromium.launch({
    executablePath: executable,
    // Containers and root have no sandbox; pages here are our own. Certificates here are self-signed.
    args: ['--no-sandbox', '--disable-gpu', '--ignore-certificate-errors', '--disable-background-networking'],
  });
  return browser.version();
}

// A page in a context of its own, which remembers all that went wrong in it.
async function openPage({ page: name, url, options }) {
  const page = await (await browser.newContext(options)).newPage();
  const problems = [];
  page.setDefaultTimeout(PATIENCE);
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) {
      problems.push(message.text());
    }
  });
  pages.set(name, { page, problems });
  await page.goto(url);
}

// An expression, or the call of a function.
function script({ expression, arg }) {
  return arg === null ? expression : `(${expression})(${JSON.stringify(arg)})`;
}

async function waitFor({ page, selector }) {
  await pages.get(page).page.waitForSelector(selector, { state: 'attached' });
}

async function screenshot({ page, path, wholePage }) {
  await pages.get(page).page.screenshot({ path, fullPage: wholePage });
}

// Does nothing the second time.
async function closePage({ page }) {
  await pages.get(page).page.context().close();
}

serve(answering({
  launch,
  openPage,
  waitFor,
  screenshot,
  closePage,
  click: ({ page, selector }) => pages.get(page).page.click(selector),
  fill: ({ page, selector, value }) => pages.get(page).page.fill(selector, value),
  select: ({ page, selector, value }) => pages.get(page).page.selectOption(selector, value),
  evaluate: (line) => pages.get(line.page).page.evaluate(script(line)),
  problems: ({ page }) => pages.get(page).problems.splice(0),
}), () => browser?.close());
