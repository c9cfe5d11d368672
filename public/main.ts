/** Starts a page: `data-controller="a b"` on an element connects controllers/a.ts and controllers/b.ts to it. */

interface Controller {
  connect(element: HTMLElement): void | Promise<void>;
}

async function connectController(name: string, element: HTMLElement): Promise<void> {
  const controller = (await import(`./controllers/${name}.ts`)) as Controller;
  await controller.connect(element);
}

/** Connects every controller named inside `root`, also of parts that come into the page later. */
export function connectAll(root: ParentNode = document): void {
  for (const element of root.querySelectorAll<HTMLElement>('[data-controller]')) {
    for (const name of element.dataset.controller!.split(/\s+/).filter(Boolean)) {
      connectController(name, element).catch((error: unknown) => console.error(`controller ${name}`, error));
    }
  }
}

connectAll();
