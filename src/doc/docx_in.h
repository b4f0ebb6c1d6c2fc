/* Between docx.c, which writes the body in order, and docx_parts.c, which knows the fixed parts of the package. */
#ifndef DOC_DOCX_IN_H
#define DOC_DOCX_IN_H
#include "doc/docx.h"

/* Names of styles in the order of enum docx_style; the same words stand in the styles part. */
extern const char *const docx_style_ids[];

struct str docx_content_types(struct arena *a, size_t n_charts);
struct str docx_package_relations(void);
struct str docx_document_relations(struct arena *a, size_t n_charts);
struct str docx_chart_relations(struct arena *a, size_t number);
struct str docx_core_properties(struct arena *a, const struct docx_setup *setup);
struct str docx_app_properties(void);
struct str docx_styles(struct arena *a, const struct docx_setup *setup);
struct str docx_settings(struct arena *a, const struct docx_setup *setup);
struct str docx_numbering(struct arena *a, size_t n_lists); /* bullets are list 1, the numbered ones 2 and on */
struct str docx_page_header(void);
struct str docx_font_table(void);
#endif
