from django.contrib import admin
from django.forms import BaseInlineFormSet

from principles.models import Card, CardSource, ExampleAgreement, Principle, Question, Tip

TEXT_FACTS = ["number", "origin", "created_at"]


def word_fields(text_model):
    """Return the names of the fields that hold the words of a text, the only ones somebody writes."""
    return [f.name for f in text_model._meta.fields if f.editable and not f.is_relation and not f.primary_key]


class NewVersionFormSet(BaseInlineFormSet):
    """Offers the newest text to change; what is changed is saved as the next version, what is not saves nothing."""

    def __init__(self, *args, instance=None, **kwargs):
        newest = list(instance.texts.newest().values(*word_fields(self.model)))
        super().__init__(*args, instance=instance, initial=newest, **kwargs)

    def save_new(self, form, commit=True):
        form.instance.number = self.instance.next_number()
        return super().save_new(form, commit=commit)


class VersionInline(admin.StackedInline):
    """The versions, newest first and read-only, and below them the form for the next one."""

    formset = NewVersionFormSet
    extra = 1
    can_delete = False
    ordering = ["-number"]
    readonly_fields = TEXT_FACTS

    def get_fields(self, request, obj=None):
        return TEXT_FACTS + word_fields(self.model)

    def get_max_num(self, request, obj=None, **kwargs):
        return obj.texts.count() + 1

    def has_add_permission(self, request, obj=None):
        return request.user.has_perm(f"{self.opts.app_label}.add_{self.opts.model_name}")

    def has_change_permission(self, request, obj=None):
        return False


def inline_for(subject):
    """Return the inline class that shows the versions of `subject`."""
    return type(f"{subject.__name__}Inline", (VersionInline,), {"model": subject.texts.rel.related_model})


@admin.register(Principle, Tip, Question, CardSource, Card, ExampleAgreement)
class SubjectAdmin(admin.ModelAdmin):
    """A subject comes from the content files and never goes; only its text has a next version here."""

    list_display = ["code", "position", "retired_at"]
    list_filter = [("retired_at", admin.EmptyFieldListFilter)]
    search_fields = ["code"]

    def get_inlines(self, request, obj):
        return [inline_for(self.model)]

    def get_readonly_fields(self, request, obj=None):
        own = [field.name for field in self.model._meta.fields if field.editable and field.name != "id"]
        return own + [field.name for field in self.model._meta.many_to_many]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
