import { describe, expect, test } from 'vitest';
import { turnCss } from '../../server/formats/html/css.ts';

describe('style sheets', () => {
  test.each([
    ['a{direction:rtl}', 'a{direction:ltr}', 'a{direction:ltr}'],
    ['text-align: RIGHT', 'text-align: left', 'text-align: left'],
    ['text-align:left', 'text-align:right', 'text-align:left'],
    ['float:left;clear:right', 'float:right;clear:left', 'float:left;clear:right'],
    ['border-right-color: red', 'border-left-color: red', 'border-right-color: red'],
    ['margin:1px 2px 3px 4px!important', 'margin:1px 4px 3px 2px!important', 'margin:1px 2px 3px 4px!important'],
    ['margin: 1px 2px', 'margin: 1px 2px', 'margin: 1px 2px'],
    ['right: 0; .left:hover{} --left: 1', 'left: 0; .left:hover{} --left: 1', 'right: 0; .left:hover{} --left: 1'],
    [
      '/* float: left */ background:url(float:left.png)',
      '/* float: left */ background:url(float:left.png)',
      '/* float: left */ background:url(float:left.png)',
    ],
    ['content: "float: left"', 'content: "float: left"', 'content: "float: left"'],
    ['justify-content: left; text-align-last: right', 'justify-content: left; text-align-last: right', 'justify-content: left; text-align-last: right'],
    ['ol{list-style: arabic-indic inside}', 'ol{list-style: decimal inside}', 'ol{list-style: decimal inside}'],
    [
      'border-width:1px 2px 3px 4px;inset:0 1px 2px 3px',
      'border-width:1px 4px 3px 2px;inset:0 3px 2px 1px',
      'border-width:1px 2px 3px 4px;inset:0 1px 2px 3px',
    ],
    ['border-radius:1px 2px 3px 4px', 'border-radius:2px 1px 4px 3px', 'border-radius:1px 2px 3px 4px'],
    ['border-radius: 4px; border-top-left-radius: 0', 'border-radius: 4px; border-top-right-radius: 0', 'border-radius: 4px; border-top-left-radius: 0'],
    ['background-position: right top', 'background-position: left top', 'background-position: right top'],
    ['[dir="rtl"] a{float:right} b{float:right}', '[dir="ltr"] a{float:left} b{float:left}', '[dir="ltr"] a{float:left} b{float:right}'],
    ['a:dir(rtl){left:0}', 'a:dir(ltr){right:0}', 'a:dir(ltr){right:0}'],
    ['[dir=ltr] a{text-align:left} b{left:0}', '[dir=ltr] a{text-align:left} b{right:0}', '[dir=ltr] a{text-align:left} b{left:0}'],
  ])('%s', (css, fromRight, fromLeft) => {
    expect([turnCss(css, true), turnCss(css, false)]).toEqual([fromRight, fromLeft]);
  });
});
