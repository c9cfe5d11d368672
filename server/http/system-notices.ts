/** Things about the installation that everybody should know, shown on every page: no model, a full disk, … */
export interface Notice {
  /** Stable name, for tests and the page. */
  id: string;
  tone: 'warn' | 'bad';
  /** Keys in translations; the first is set in bold. */
  title: string;
  text: string;
  values?: Record<string, string | number>;
}

export type NoticeSource = () => Notice | null | Promise<Notice | null>;

export function createSystemNotices() {
  const sources: NoticeSource[] = [];
  return {
    register(source: NoticeSource): void {
      sources.push(source);
    },
    /** What holds now, in the order of registration. A source that fails has nothing to say. */
    async list(): Promise<Notice[]> {
      const found = await Promise.all(sources.map(async (source) => Promise.resolve(source()).catch(() => null)));
      return found.filter((notice) => notice !== null);
    },
  };
}

export type SystemNotices = ReturnType<typeof createSystemNotices>;
