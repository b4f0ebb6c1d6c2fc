/* What a feature with a Word document does to hand it out as PDF too: a kind of job of its own whose work calls pdf_make, a
   route that answers pdf_ask, and pdf_button beside the button of the Word document. */
#ifndef PDF_H
#define PDF_H
#include "job/job.h"
#include "web/ui.h"

/* The answer to the button: asks for the job and leads to its page; where there is no LibreOffice a page (503) that says what
   to do and leads to `word`, the same document as Word has it. */
bool pdf_ask(struct ctx *ctx, const struct job_ask *ask, struct html_url word, struct reply *reply, struct err *e) MUST_USE;
/* The work of the job from the document on: the PDF is kept as `name` and the job finished. A job that is told to end, ends. */
bool pdf_make(struct ctx *ctx, struct job_task *task, struct str docx, struct str name, struct err *e) MUST_USE;
void pdf_button(struct ctx *ctx, struct html *h, struct html_url action);
#endif
