/* A scene of the editor that makes its form only when its panel is opened. See lms/scenarios/blocks/folding.py. */
(() => {
  const { StructBlockDefinition } = window.wagtailStreamField.blocks;

  /** What stands in for a scene's form: one hidden field with the values as they were. */
  class FoldedBlock {
    constructor(definition, placeholder, prefix, state, error) {
      this.blockDef = definition;
      this.type = definition.name;
      this.prefix = prefix;
      this.state = state;
      this.block = null;
      this.element = document.createElement("div");
      this.element.className = "scenario_folded";
      this.container = [this.element];
      placeholder.replaceWith(this.element);
      // A new scene has something to be written into; one with an error has something to be seen.
      if (!state || !state.key || error) {
        this.unfold(error);
        return;
      }
      this.input = document.createElement("input");
      this.input.type = "hidden";
      this.input.name = `${prefix}-folded`;
      this.input.value = JSON.stringify(state);
      this.element.append(this.input, document.createElement("br"));
      this.element.unfold = () => this.unfold();
      this.watcher = new IntersectionObserver((entries) => {
        if (entries.some((entry) => entry.isIntersecting)) this.unfold();
      });
      this.watcher.observe(this.element);
    }

    unfold(error) {
      if (this.block) return this.block;
      this.watcher?.disconnect();
      const place = document.createElement("div");
      this.element.replaceChildren(place);
      this.block = StructBlockDefinition.prototype.render.call(
        this.blockDef,
        place,
        this.prefix,
        this.state,
        error,
      );
      this.element.dispatchEvent(new CustomEvent("scenario:unfolded", { bubbles: true }));
      return this.block;
    }

    setState(state) {
      if (this.block) {
        this.block.setState(state);
      } else {
        this.state = state;
        this.input.value = JSON.stringify(state);
      }
    }

    setError(error) {
      if (error) this.unfold(error).setError(error);
    }

    getState() {
      return this.block ? this.block.getState() : this.state;
    }

    getValue() {
      return this.block ? this.block.getValue() : this.state;
    }

    getDuplicatedState() {
      return this.unfold().getDuplicatedState();
    }

    getTextLabel(options) {
      if (this.block) return this.block.getTextLabel(options);
      const label = [this.state.key, this.state.title].filter(Boolean).join(" · ");
      const most = options?.maxLength;
      return most && label.length > most ? `${label.slice(0, most - 1)}…` : label;
    }

    focus(options) {
      this.unfold().focus(options);
    }
  }

  class FoldedStructBlockDefinition extends StructBlockDefinition {
    render(placeholder, prefix, initialState, initialError) {
      return new FoldedBlock(this, placeholder, prefix, initialState, initialError);
    }
  }

  window.telepath.register("lms.scenarios.FoldedStructBlock", FoldedStructBlockDefinition);
})();
