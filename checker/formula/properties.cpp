#include "braid/checker/formula/properties.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <system_error>

namespace braid::formula {

namespace fs = std::filesystem;

namespace {

bool meant_for(const Property& property, std::string_view system) {
  return std::any_of(property.systems.begin(), property.systems.end(),
                     [&](const PlacedName& name) { return name.name == system; });
}

bool share_system(const Property& a, const Property& b) {
  return std::any_of(a.systems.begin(), a.systems.end(),
                     [&](const PlacedName& name) { return meant_for(b, name.name); });
}

}  // namespace

Property load_property(const fs::path& file) {
  std::error_code error;
  if (fs::is_directory(file, error))
    throw InputError(file.string(), {}, "this is a directory", "a file is needed");
  std::ifstream stream(file, std::ios::binary);
  const std::string text((std::istreambuf_iterator<char>(stream)), std::istreambuf_iterator<char>());
  if (!stream.good() && !stream.eof()) throw InputError(file.string(), {}, "cannot read this file");
  return parse_property(file.string(), text);
}

std::vector<Property> load_properties(const fs::path& directory) {
  std::error_code error;
  std::vector<fs::path> files;
  for (fs::directory_iterator entry(directory, error), end; !error && entry != end; entry.increment(error)) {
    if (entry->path().extension() == ".property") files.push_back(entry->path());
  }
  if (error) {
    throw InputError(directory.string(), {}, fmt::format("cannot read this directory: {}", error.message()),
                     "a directory with *.property files is needed");
  }
  std::sort(files.begin(), files.end());
  std::vector<Property> properties;
  for (const fs::path& file : files) {
    properties.push_back(load_property(file));
    const Property& last = properties.back();
    const auto same = std::find_if(properties.begin(), properties.end() - 1, [&](const Property& other) {
      return other.name.name == last.name.name && share_system(other, last);
    });
    if (same != properties.end() - 1) {
      throw error_at(*last.source, last.name.position,
                     fmt::format("the property `{}` is in {} already", last.name.name, same->source->name));
    }
  }
  std::stable_sort(properties.begin(), properties.end(),
                   [](const Property& a, const Property& b) { return a.name.name < b.name.name; });
  return properties;
}

const Property* find_property(const std::vector<Property>& properties, std::string_view name,
                              std::string_view system) {
  const Property* found = nullptr;
  for (const Property& property : properties) {
    if (property.name.name != name) continue;
    if (meant_for(property, system)) return &property;
    if (found == nullptr) found = &property;
  }
  return found;
}

}  // namespace braid::formula
