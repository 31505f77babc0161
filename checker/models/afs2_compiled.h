// What Afs2 makes of a trace. Private to the model.
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "braid/checker/models/afs2.h"
#include "braid/checker/models/afs2_plan.h"

namespace braid::models {

/// A client's program, compiled: what it does at each position.
struct Afs2::Client {
  std::vector<Step> plan;  // by position; contents of writes still missing under `values counter`
  std::vector<std::uint32_t> writes_before;   // by position, one more than events
  std::map<std::uint32_t, Entry> entries;     // by file
  std::map<std::uint32_t, Afs2Usage> usages;  // by file
};

/// How an observable is found.
struct Afs2::Observed {
  enum class Kind : std::uint8_t {
    server,
    callback,
    present,
    valid,
    dirty,
    refs,
    data,
    open,
    read,
    never,
  };
  Kind kind = Kind::never;
  std::uint32_t client = 0;
  std::uint32_t file = 0;
  explore::Position event = 0;  // of a read
  explore::Field field;         // of a tracked read
  bool tracked = false;
  std::int64_t base = 0;  // of contents
};

}  // namespace braid::models
