#ifndef PII_CZLIB_H
#define PII_CZLIB_H

#include <zlib.h>

#endif
