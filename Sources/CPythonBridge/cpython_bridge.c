#include "cpython_bridge.h"

#include <dlfcn.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <wchar.h>

typedef struct PyObject PyObject;
typedef struct PyThreadState PyThreadState;

// The functions that are needed, of the stable ABI as of 3.2; all of them are in every later version.
#define PYTHON_FUNCTIONS(X)                                                                                            \
    X(int, Py_IsInitialized, (void))                                                                                   \
    X(void, Py_InitializeEx, (int))                                                                                    \
    X(const char *, Py_GetVersion, (void))                                                                             \
    X(wchar_t *, Py_DecodeLocale, (const char *, size_t *))                                                            \
    X(PyThreadState *, PyEval_SaveThread, (void))                                                                      \
    X(int, PyGILState_Ensure, (void))                                                                                  \
    X(void, PyGILState_Release, (int))                                                                                 \
    X(PyObject *, PyImport_ImportModule, (const char *))                                                               \
    X(PyObject *, PyObject_GetAttrString, (PyObject *, const char *))                                                  \
    X(PyObject *, PyObject_CallObject, (PyObject *, PyObject *))                                                       \
    X(PyObject *, PyObject_Str, (PyObject *))                                                                          \
    X(PyObject *, PyTuple_New, (ptrdiff_t))                                                                            \
    X(int, PyTuple_SetItem, (PyObject *, ptrdiff_t, PyObject *))                                                       \
    X(PyObject *, PyList_New, (ptrdiff_t))                                                                             \
    X(int, PyList_SetItem, (PyObject *, ptrdiff_t, PyObject *))                                                        \
    X(PyObject *, PyDict_New, (void))                                                                                  \
    X(PyObject *, PyDict_GetItemString, (PyObject *, const char *))                                                    \
    X(int, PyDict_SetItemString, (PyObject *, const char *, PyObject *))                                               \
    X(PyObject *, PyUnicode_FromStringAndSize, (const char *, ptrdiff_t))                                              \
    X(PyObject *, PyUnicode_AsUTF8String, (PyObject *))                                                                \
    X(int, PyBytes_AsStringAndSize, (PyObject *, char **, ptrdiff_t *))                                                \
    X(void, PyErr_Fetch, (PyObject **, PyObject **, PyObject **))                                                      \
    X(void, PyErr_Clear, (void))                                                                                       \
    X(void, Py_IncRef, (PyObject *))                                                                                   \
    X(void, Py_DecRef, (PyObject *))

#define DECLARE(result, name, arguments) result(*name) arguments;
static struct {
    PYTHON_FUNCTIONS(DECLARE)
    // Not in all versions to come.
    void (*Py_SetProgramName)(const wchar_t *);
} py;

static char version[32];

static python_status fail(char *error, size_t size, const char *text) {
    snprintf(error, size, "%s", text);
    return PYTHON_FAILED;
}

int python_is_running(void) {
    int (*is_initialized)(void) = (int (*)(void))dlsym(RTLD_DEFAULT, "Py_IsInitialized");
    return is_initialized != NULL && is_initialized();
}

static python_status resolve(void *library, char *error, size_t size) {
#define RESOLVE(result, name, arguments)                                                                               \
    *(void **)&py.name = dlsym(library, #name);                                                                        \
    if (py.name == NULL) return fail(error, size, "the library has no function " #name);
    PYTHON_FUNCTIONS(RESOLVE)
    *(void **)&py.Py_SetProgramName = dlsym(library, "Py_SetProgramName");
    return PYTHON_OK;
}

// Held while a model is loaded or texts are analyzed, and from the exit of the process on: libraries that Python loaded take down at exit what
// a call in flight works with.
static pthread_mutex_t calls = PTHREAD_MUTEX_INITIALIZER;
enum { LONGEST_WAIT_AT_EXIT_SECONDS = 3 };

static void end_calls(void) {
    // It stands before what libraries registered when Python started, and again before what came with a model.
    static int has_ended;
    if (has_ended) return;
    has_ended = 1;
#ifdef __APPLE__
    for (int tenths = 0; tenths < 10 * LONGEST_WAIT_AT_EXIT_SECONDS && pthread_mutex_trylock(&calls) != 0; tenths++) {
        nanosleep(&(struct timespec){.tv_nsec = 100000000}, NULL);
    }
#else
    struct timespec limit;
    clock_gettime(CLOCK_REALTIME, &limit);
    limit.tv_sec += LONGEST_WAIT_AT_EXIT_SECONDS;
    pthread_mutex_timedlock(&calls, &limit);
#endif
}

// The module `_signal`, which much imports, takes over SIGINT even where signals are not to be handled: once, when it is
// loaded. So that is done at once, and put right before anything that takes time.
static void keep_interrupt(struct sigaction *kept) { sigaction(SIGINT, NULL, kept); }
static void restore_interrupt(const struct sigaction *kept) { sigaction(SIGINT, kept, NULL); }

static void drop(PyObject *object) {
    if (object != NULL) py.Py_DecRef(object);
}

static void ignore_environment(void *library) {
    static const char *const names[] = {"Py_IgnoreEnvironmentFlag", "Py_IsolatedFlag", "Py_NoUserSiteDirectory"};
    for (size_t index = 0; index < sizeof names / sizeof *names; index++) {
        // Not in all versions to come.
        int *flag = (int *)dlsym(library, names[index]);
        if (flag != NULL) *flag = 1;
    }
}

static python_status start(const char *library, const char *program, char *error, size_t size) {
    if (version[0] != 0) return PYTHON_OK;
    void *handle = RTLD_DEFAULT;
    if (library != NULL) {
        // Global, since extension modules look for the interpreter's symbols among all.
        handle = dlopen(library, RTLD_NOW | RTLD_GLOBAL);
        if (handle == NULL) return fail(error, size, "the library cannot be loaded");
    }
    python_status status = resolve(handle, error, size);
    if (status != PYTHON_OK) return status;
    int major = 0, minor = 0;
    const char *text = py.Py_GetVersion();
    if (sscanf(text, "%d.%d", &major, &minor) != 2 || major != 3 || minor < 9) {
        return fail(error, size, "Python is older than 3.9");
    }
    if (!py.Py_IsInitialized()) {
        if (program != NULL && py.Py_SetProgramName != NULL) {
            // It is kept by the interpreter; what it belongs to is found beside it.
            wchar_t *name = py.Py_DecodeLocale(program, NULL);
            if (name == NULL) return fail(error, size, "the interpreter's path cannot be read");
            py.Py_SetProgramName(name);
        }
        // As with `python -I`: what the environment says of Python is not meant for a host's, and can end the process.
        ignore_environment(handle);
        struct sigaction interrupt;
        keep_interrupt(&interrupt);
        py.Py_InitializeEx(0);
        int is_started = py.Py_IsInitialized();
        if (is_started) drop(py.PyImport_ImportModule("_signal"));
        restore_interrupt(&interrupt);
        if (!is_started) return fail(error, size, "the interpreter does not start");
        // Others take the lock when they need it.
        py.PyEval_SaveThread();
    }
    atexit(end_calls);
    size_t length = strcspn(text, " +");
    snprintf(version, sizeof version, "%.*s", (int)(length < sizeof version ? length : sizeof version - 1), text);
    return PYTHON_OK;
}

python_status python_start(const char *library, const char *program, char *error, size_t size) {
    static pthread_mutex_t starts = PTHREAD_MUTEX_INITIALIZER;
    pthread_mutex_lock(&starts);
    python_status status = start(library, program, error, size);
    pthread_mutex_unlock(&starts);
    return status;
}

static void copy_text(PyObject *object, char *text, size_t size) {
    PyObject *bytes = object == NULL ? NULL : py.PyUnicode_AsUTF8String(object);
    char *start;
    ptrdiff_t length;
    if (bytes != NULL && py.PyBytes_AsStringAndSize(bytes, &start, &length) == 0) {
        snprintf(text, size, "%.*s", (int)(length < 200 ? length : 200), start);
    }
    drop(bytes);
}

// Tells the type of the current error. Its message may quote a text, but for that of `Missing`, which is ours.
static python_status failure(char *error, size_t size) {
    PyObject *type = NULL, *value = NULL, *trace = NULL;
    py.PyErr_Fetch(&type, &value, &trace);
    char name[200] = "an unknown error";
    PyObject *attribute = type == NULL ? NULL : py.PyObject_GetAttrString(type, "__name__");
    copy_text(attribute, name, sizeof name);
    int is_missing = strcmp(name, "Missing") == 0;
    if (is_missing && value != NULL) {
        PyObject *message = py.PyObject_Str(value);
        copy_text(message, name, sizeof name);
        drop(message);
    }
    snprintf(error, size, "%s", name);
    drop(attribute);
    drop(type);
    drop(value);
    drop(trace);
    py.PyErr_Clear();
    return is_missing ? PYTHON_MISSING : PYTHON_FAILED;
}

static PyObject *text_object(const char *text) { return py.PyUnicode_FromStringAndSize(text, (ptrdiff_t)strlen(text)); }

// Calls a function with texts.
static PyObject *call(PyObject *function, const char *const *texts, size_t count) {
    PyObject *arguments = py.PyTuple_New((ptrdiff_t)count);
    if (arguments == NULL) return NULL;
    for (size_t index = 0; index < count; index++) {
        PyObject *text = text_object(texts[index]);
        if (text == NULL || py.PyTuple_SetItem(arguments, (ptrdiff_t)index, text) != 0) {
            drop(arguments);
            return NULL;
        }
    }
    PyObject *result = py.PyObject_CallObject(function, arguments);
    drop(arguments);
    return result;
}

// Runs a module's source in names of its own.
static PyObject *run(const char *source) {
    PyObject *names = py.PyDict_New();
    PyObject *builtins = py.PyImport_ImportModule("builtins");
    PyObject *compile = builtins == NULL ? NULL : py.PyObject_GetAttrString(builtins, "compile");
    PyObject *execute = builtins == NULL ? NULL : py.PyObject_GetAttrString(builtins, "exec");
    PyObject *name = text_object("presidio_bridge");
    const char *parts[] = {source, "presidio_bridge.py", "exec"};
    PyObject *code = compile == NULL ? NULL : call(compile, parts, 3);
    PyObject *result = NULL;
    if (names != NULL && execute != NULL && code != NULL && name != NULL) {
        py.PyDict_SetItemString(names, "__name__", name);
        PyObject *arguments = py.PyTuple_New(2);
        if (arguments != NULL) {
            // The tuple takes both over.
            py.Py_IncRef(names);
            py.PyTuple_SetItem(arguments, 0, code);
            py.PyTuple_SetItem(arguments, 1, names);
            code = NULL;
            result = py.PyObject_CallObject(execute, arguments);
            drop(arguments);
        }
    }
    drop(builtins);
    drop(compile);
    drop(execute);
    drop(name);
    drop(code);
    if (result == NULL) {
        drop(names);
        return NULL;
    }
    drop(result);
    return names;
}

python_status python_make(
    const char *source, const char *options, void **object, char *error, size_t size
) {
    if (version[0] == 0) return fail(error, size, "there is no interpreter");
    pthread_mutex_lock(&calls);
    int lock = py.PyGILState_Ensure();
    python_status status = PYTHON_OK;
    PyObject *names = run(source);
    // Borrowed from the names.
    PyObject *function = names == NULL ? NULL : py.PyDict_GetItemString(names, "make");
    PyObject *result = function == NULL ? NULL : call(function, &options, 1);
    if (result == NULL) {
        status = failure(error, size);
    } else {
        *object = result;
    }
    drop(names);
    static int is_made;
    if (status == PYTHON_OK && !is_made) {
        is_made = 1;
        atexit(end_calls);
    }
    py.PyGILState_Release(lock);
    pthread_mutex_unlock(&calls);
    return status;
}

void python_describe(void *object, char *text, size_t size) {
    text[0] = 0;
    if (version[0] == 0) return;
    int lock = py.PyGILState_Ensure();
    PyObject *description = py.PyObject_GetAttrString(object, "description");
    copy_text(description, text, size);
    drop(description);
    py.PyErr_Clear();
    py.PyGILState_Release(lock);
}

static PyObject *list(const char *const *texts, const size_t *lengths, size_t count) {
    PyObject *list = py.PyList_New((ptrdiff_t)count);
    for (size_t index = 0; list != NULL && index < count; index++) {
        PyObject *text = py.PyUnicode_FromStringAndSize(texts[index], (ptrdiff_t)lengths[index]);
        if (text == NULL || py.PyList_SetItem(list, (ptrdiff_t)index, text) != 0) {
            drop(list);
            return NULL;
        }
    }
    return list;
}

python_status python_analyze(
    void *object, const char *const *texts, const size_t *lengths, size_t count, uint8_t **result, size_t *length, char *error,
    size_t size
) {
    if (version[0] == 0) return fail(error, size, "there is no interpreter");
    pthread_mutex_lock(&calls);
    int lock = py.PyGILState_Ensure();
    python_status status = PYTHON_OK;
    PyObject *arguments = py.PyTuple_New(1);
    PyObject *argument = list(texts, lengths, count);
    PyObject *method = py.PyObject_GetAttrString(object, "analyze");
    PyObject *bytes = NULL;
    if (arguments != NULL && argument != NULL && method != NULL) {
        py.PyTuple_SetItem(arguments, 0, argument);
        argument = NULL;
        bytes = py.PyObject_CallObject(method, arguments);
    }
    char *start;
    ptrdiff_t count_of_bytes;
    if (bytes == NULL || py.PyBytes_AsStringAndSize(bytes, &start, &count_of_bytes) != 0) {
        status = failure(error, size);
    } else {
        *result = malloc(count_of_bytes > 0 ? (size_t)count_of_bytes : 1);
        if (*result == NULL) {
            status = fail(error, size, "there is no memory");
        } else {
            memcpy(*result, start, (size_t)count_of_bytes);
            *length = (size_t)count_of_bytes;
        }
    }
    drop(bytes);
    drop(method);
    drop(argument);
    drop(arguments);
    py.PyGILState_Release(lock);
    pthread_mutex_unlock(&calls);
    return status;
}
