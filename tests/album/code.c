/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* The codes of a release. Oracles: ISO 3901 for the form of an ISRC, the GS1
 * General Specifications for check digits, and codes of real products. */
#include <string.h>

#include "album/code.h"
#include "mst-test.h"

static void
check_isrc (const char *text, const char *want)
{
  g_autoptr (GError) error = NULL;
  gchar isrc[MST_ISRC_LENGTH + 1] = "";
  gboolean good = mst_isrc_parse (text, isrc, &error);

  mst_check (good == !!want, "\"%s\": %s", text,
      error ? error->message : "taken");
  if (good && want)
    mst_check (strcmp (isrc, want) == 0, "\"%s\" became %s", text, isrc);
}

static void
test_an_isrc_is_read_as_people_write_it (void)
{
  check_isrc ("DEA450000001", "DEA450000001");
  check_isrc ("DE-A45-00-00001", "DEA450000001");
  check_isrc ("us s1z 99 00001", "USS1Z9900001");
  check_isrc ("", NULL);
  check_isrc ("DEA45000000", NULL);
  check_isrc ("DEA4500000011", NULL);
  check_isrc ("D1A450000001", NULL);
  check_isrc ("DEA45000000X", NULL);
  check_isrc ("DE\xc3\x84"
              "450000001",
      NULL);
}

static void
check_ean (const char *text, const char *want, const char *said)
{
  g_autoptr (GError) error = NULL;
  gchar ean[MST_EAN_LENGTH + 1] = "";
  gboolean good = mst_ean_parse (text, ean, &error);

  mst_check (good == !!want, "\"%s\": %s", text,
      error ? error->message : "taken");
  if (good && want)
    mst_check (strcmp (ean, want) == 0, "\"%s\" became %s", text, ean);
  if (!good && said)
    mst_check (strstr (error->message, said), "%s", error->message);
}

static void
test_a_product_code_has_its_check_digit (void)
{
  check_ean ("4006381333931", "4006381333931", NULL); /* GS1's example */
  check_ean ("036000291452", "0036000291452", NULL);  /* a UPC-A */
  check_ean ("4 006381-333931", "4006381333931", NULL);
  check_ean ("4006381333932", NULL, "should be 1");
  check_ean ("036000291453", NULL, "should be 2");
  check_ean ("400638133393", NULL, "should be");
  check_ean ("40063813339311", NULL, "12 or 13 digits");
  check_ean ("400638133393X", NULL, "12 or 13 digits");
  check_ean ("", NULL, "12 or 13 digits");
}

int
main (void)
{
  MST_RUN (test_an_isrc_is_read_as_people_write_it);
  MST_RUN (test_a_product_code_has_its_check_digit);
  return mst_done ();
}
