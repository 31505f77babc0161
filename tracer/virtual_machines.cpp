#include "braid/tracer/virtual_machines.h"

namespace braid {

std::string_view name_of(Work work) {
  switch (work) {
    case Work::reclaim:
      return "reclaim";
    case Work::balloon:
      return "balloon";
    case Work::give:
      return "give";
    case Work::migrate:
      return "migrate";
    case Work::share:
      return "share";
    case Work::protect:
      return "protect";
    case Work::zap:
      return "zap";
    case Work::destroy:
      return "destroy";
    case Work::post:
      return "post";
    case Work::grant:
      return "grant";
    case Work::transfer:
      return "transfer";
    case Work::attach:
      return "attach";
    case Work::send:
      return "send";
    case Work::age:
      return "age";
    case Work::pin:
      return "pin";
    case Work::build:
      return "build";
    case Work::join:
      return "join";
  }
  return "?";
}

bool has_two_pages(Work work) {
  return work == Work::share || work == Work::grant || work == Work::transfer;
}

}  // namespace braid
