#define _POSIX_C_SOURCE 200809L
#include <time.h>

#include "include/yardstick.h"

static uint64_t nanoseconds(clockid_t clock) {
    struct timespec time;
    clock_gettime(clock, &time);
    return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

uint64_t yardstick_thread_time(void) { return nanoseconds(CLOCK_THREAD_CPUTIME_ID); }
uint64_t yardstick_process_time(void) { return nanoseconds(CLOCK_PROCESS_CPUTIME_ID); }
uint64_t yardstick_wall_time(void) { return nanoseconds(CLOCK_MONOTONIC); }
