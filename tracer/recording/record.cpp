#include "braid/tracer/recording/record.h"

namespace braid::recording {

void Record::clear() {
  actor.clear();
  process.reset();
  operation.clear();
  object.clear();
  arguments.clear();
  start.reset();
  end.reset();
  result.clear();
  source = 0;
  line = 0;
}

std::string_view name_of(Kind kind) {
  switch (kind) {
    case Kind::operations:
      return "operations";
    case Kind::messages:
      return "messages";
    case Kind::guest:
      return "guest";
  }
  return "";
}

std::string_view name_of(Clock clock) {
  return clock == Clock::seconds ? "seconds" : "position";
}

}  // namespace braid::recording
