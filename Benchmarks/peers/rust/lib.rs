//! Rust's `regex` over bytes with ASCII classes, finding and replacing: the patterns one after another, or, with the
//! feature `alternation`, all at once as the branches of one regex.

use regex::bytes::{Regex, RegexBuilder};
use std::ffi::{c_char, c_void, CStr};

struct Passes {
    codes: Vec<Regex>,
    is_card: Vec<bool>,
    buffers: [Vec<u8>; 2],
}

const VERSION: &str = concat!(env!("REGEX_CRATE_VERSION"), "\0");

#[no_mangle]
pub extern "C" fn peer_name() -> *const c_char {
    let name = if cfg!(feature = "alternation") { "Rust regex, one alternation\0" } else { "Rust regex, passes\0" };
    name.as_ptr().cast()
}

#[no_mangle]
pub extern "C" fn peer_version() -> *const c_char {
    VERSION.as_ptr().cast()
}

/// # Safety
/// `regexes` and `is_card` have `count` elements; the regexes end with a zero byte.
#[no_mangle]
pub unsafe extern "C" fn peer_make(regexes: *const *const c_char, is_card: *const u8, count: usize) -> *mut c_void {
    let mut texts = Vec::new();
    for index in 0..count {
        let Ok(regex) = CStr::from_ptr(*regexes.add(index)).to_str() else { return std::ptr::null_mut() };
        texts.push(format!("(?:{regex})"));
    }
    let mut is_card: Vec<bool> = std::slice::from_raw_parts(is_card, count).iter().map(|value| *value != 0).collect();
    if cfg!(feature = "alternation") {
        texts = vec![texts.join("|")];
        is_card = vec![true];
    }
    let codes = texts.iter().map(|text| RegexBuilder::new(text).unicode(false).dfa_size_limit(64 << 20).build());
    match codes.collect() {
        Ok(codes) => Box::into_raw(Box::new(Passes { codes, is_card, buffers: [Vec::new(), Vec::new()] })).cast(),
        Err(_) => std::ptr::null_mut(),
    }
}

/// # Safety
/// `peer` comes from `peer_make`; `bytes` has `size` bytes.
#[no_mangle]
pub unsafe extern "C" fn peer_find(peer: *mut c_void, bytes: *const u8, size: usize) -> u64 {
    let peer = &*peer.cast::<Passes>();
    let text = std::slice::from_raw_parts(bytes, size);
    let mut total = 0;
    for (code, is_card) in peer.codes.iter().zip(&peer.is_card) {
        for found in code.find_iter(text) {
            if !is_card || card_holds(found.as_bytes()) {
                total += 1;
            }
        }
    }
    total
}

/// # Safety
/// As `peer_find`; `result` can be written. What it then points to stays until the next call.
#[no_mangle]
pub unsafe extern "C" fn peer_replace(peer: *mut c_void, bytes: *const u8, size: usize, result: *mut *const u8) -> usize {
    let Passes { codes, is_card, buffers } = &mut *peer.cast::<Passes>();
    let [input, output] = buffers;
    let mut text = std::slice::from_raw_parts(bytes, size);
    for (code, is_card) in codes.iter().zip(is_card.iter()) {
        output.clear();
        let mut copied = 0;
        for found in code.find_iter(text) {
            if *is_card && !card_holds(found.as_bytes()) {
                continue;
            }
            output.extend_from_slice(&text[copied..found.start()]);
            output.extend_from_slice(b"[REDACTED]");
            copied = found.end();
        }
        if copied > 0 {
            output.extend_from_slice(&text[copied..]);
            std::mem::swap(input, output);
            text = std::slice::from_raw_parts(input.as_ptr(), input.len());
        }
    }
    *result = text.as_ptr();
    text.len()
}

/// Whether a match counts that may be one of the card pattern. In an alternation only its shape tells: no other pattern
/// takes thirteen digits with nothing but blanks and dashes between.
fn card_holds(bytes: &[u8]) -> bool {
    if cfg!(feature = "alternation") {
        let is_grouped = bytes.iter().all(|byte| byte.is_ascii_digit() || matches!(byte, b' ' | b'-'));
        if !is_grouped || bytes.iter().filter(|byte| byte.is_ascii_digit()).count() < 13 {
            return true;
        }
    }
    luhn_holds(bytes)
}

fn luhn_holds(bytes: &[u8]) -> bool {
    let (mut sum, mut digits) = (0, 0);
    for byte in bytes.iter().rev().filter(|byte| byte.is_ascii_digit()) {
        let value = u32::from(byte - b'0') * (1 + digits % 2);
        sum += if value > 9 { value - 9 } else { value };
        digits += 1;
    }
    (13..=19).contains(&digits) && sum % 10 == 0
}
