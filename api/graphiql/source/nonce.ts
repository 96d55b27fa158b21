// Monaco writes <style> elements. The page's policy lets only those in that carry its nonce.
const nonce = document.querySelector<HTMLMetaElement>('meta[property=csp-nonce]')?.nonce ?? '';
const make = document.createElement.bind(document) as (...words: unknown[]) => HTMLElement;

document.createElement = (...words: unknown[]) => {
  const made = make(...words);
  if (made instanceof HTMLStyleElement) made.nonce = nonce;
  return made;
};
