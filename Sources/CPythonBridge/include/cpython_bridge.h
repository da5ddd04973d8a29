// Runs a module of Python inside this process, with any CPython from 3.9 on that has a shared library: it is found and
// loaded at run time, through functions of the stable ABI only.
//
// All functions may be called from any thread; they take the interpreter's lock. No error quotes what Python was given.
#ifndef PII_CPYTHON_BRIDGE_H
#define PII_CPYTHON_BRIDGE_H

#include <stddef.h>
#include <stdint.h>

typedef enum {
    PYTHON_OK = 0,
    // What must be installed is not; the error says what.
    PYTHON_MISSING = 1,
    PYTHON_FAILED = 2,
} python_status;

// Whether the process runs Python already, as a host that is Python does.
int python_is_running(void);

// Loads a library and starts the interpreter, once in a process.
//
// library: path of a shared libpython; NULL for the one that runs already.
// program: path of the interpreter whose environment is used; NULL for the library's own.
python_status python_start(const char *library, const char *program, char *error, size_t size);

// Runs the source of a module and calls its function `make` with a text.
//
// object: what that returned; it is kept for good, as the interpreter is.
python_status python_make(
    const char *source, const char *options, void **object, char *error, size_t size
);

// Copies the attribute `description` of what was made, 200 bytes of it at most.
void python_describe(void *object, char *text, size_t size);

// Calls the method `analyze` of what was made with a list of texts in UTF-8.
//
// result: bytes that the caller frees.
python_status python_analyze(
    void *object, const char *const *texts, const size_t *lengths, size_t count, uint8_t **result, size_t *length, char *error,
    size_t size
);

#endif
