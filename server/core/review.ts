/** Why a translation goes back to its translator: the kinds of error and their weight, a small part of MQM (themqm.org). */

export const RETURN_CODES = ['meaning', 'omission', 'addition', 'term', 'name-or-number', 'grammar', 'style'] as const;
export type ReturnCode = (typeof RETURN_CODES)[number];

export const SEVERITIES = ['minor', 'major', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];
