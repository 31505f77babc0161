#include "braid/checker/command/verb.h"

#include <exception>
#include <new>

#include "braid/checker/command/command_line.h"
#include "braid/tracer/diagnostic.h"

namespace braid::command {

ExitCode run_verb(std::string_view verb, std::ostream& err, const std::function<ExitCode()>& body) {
  const auto say = [&](std::string_view kind, std::string_view message) {
    err << "braid " << verb << ": " << kind << message << '\n';
  };
  try {
    return body();
  } catch (const CommandLineError& error) {
    say("", error.what());
    return kUsage;
  } catch (const InputError& error) {
    say("", error.what());
    return kBadInput;
  } catch (const std::bad_alloc&) {
    say("", "incomplete: out of memory");
    return kIncomplete;
  } catch (const std::exception& error) {
    say("internal error: ", error.what());
    return kInternalError;
  }
}

}  // namespace braid::command
