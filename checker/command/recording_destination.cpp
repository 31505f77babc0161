#include "braid/checker/command/recording_destination.h"

namespace braid::command {

RecordingDestination::RecordingDestination(const OptionValues& values, std::ostream& out) : out_(out) {
  if (const auto path = value_of(values, "output")) file_ = std::make_unique<OutputFile>(*path);
}

}  // namespace braid::command
