#include "braid/checker/cost/sensitivity.h"

#include <cmath>

namespace braid::cost {
namespace {

using Numbers = std::vector<std::optional<double>>;

Numbers clients_of(std::span<const NetworkOf> protocols, std::span<const double> values, double stretch) {
  Numbers clients;
  for (const NetworkOf& network_of : protocols) clients.push_back(clients_at(network_of(values), stretch));
  return clients;
}

Numbers ratios_of(const Numbers& clients) {
  Numbers ratios;
  for (const auto& number : clients) {
    if (number && clients.front()) {
      ratios.emplace_back(*number / *clients.front());
    } else {
      ratios.emplace_back();
    }
  }
  return ratios;
}

std::vector<Effect> effects_of(const Numbers& less, const Numbers& greater, double change) {
  std::vector<Effect> effects;
  for (std::size_t i = 0; i < less.size(); ++i) {
    Effect effect{less[i], greater[i], {}};
    if (effect.less && effect.greater)
      effect.elasticity = std::log(*effect.greater / *effect.less) / std::log((1 + change) / (1 - change));
    effects.push_back(effect);
  }
  return effects;
}

}  // namespace

Sensitivity sensitivity_of(std::span<const NetworkOf> protocols, std::span<const double> values,
                           double stretch, double change) {
  Sensitivity sensitivity;
  sensitivity.stretch = stretch;
  sensitivity.change = change;
  sensitivity.clients = clients_of(protocols, values, stretch);
  sensitivity.ratios = ratios_of(sensitivity.clients);
  std::vector<double> moved(values.begin(), values.end());
  for (std::size_t i = 0; i < values.size(); ++i) {
    moved[i] = values[i] * (1 - change);
    const Numbers less = clients_of(protocols, moved, stretch);
    moved[i] = values[i] * (1 + change);
    const Numbers greater = clients_of(protocols, moved, stretch);
    moved[i] = values[i];
    sensitivity.effects.push_back(
        {effects_of(less, greater, change), effects_of(ratios_of(less), ratios_of(greater), change)});
  }
  return sensitivity;
}

}  // namespace braid::cost
