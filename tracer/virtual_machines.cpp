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
  }
  return "?";
}

}  // namespace braid
