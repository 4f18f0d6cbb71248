"""The pool: who can be asked to facilitate, and who keeps it."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class FacilitatorProfileQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Limit to the profiles `user` may read: all for who advises a triangle or keeps the pool, else their own."""
        if not user.is_authenticated:
            return self.none()
        return self if keeps_pool(user) or chooses_from_pool(user) else self.filter(user=user)

    def editable_by(self, user):
        """Limit to the profiles `user` may change: all for who keeps the pool, else their own."""
        if not user.is_authenticated:
            return self.none()
        return self if keeps_pool(user) else self.filter(user=user)

    def kept_by(self, user):
        """Limit to all profiles for who keeps the pool; nobody else may say who is in it."""
        return self if user.is_authenticated and keeps_pool(user) else self.none()


class FacilitatorProfile(models.Model):
    """Makes a user somebody who can be asked to facilitate."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="facilitator", verbose_name="gebruiker"
    )
    organisation = models.CharField("organisatie", max_length=300, blank=True)
    about = models.TextField("over mij", max_length=20_000, blank=True)
    is_available = models.BooleanField("beschikbaar", default=True)
    involved_in = models.ManyToManyField(
        "triangles.Triangle",
        blank=True,
        related_name="involved_facilitators",
        verbose_name="inhoudelijk betrokken bij",
    )
    version = models.PositiveIntegerField("versie", default=1, editable=False)

    objects = FacilitatorProfileQuerySet.as_manager()

    class Meta:
        verbose_name = "gespreksbegeleider"
        verbose_name_plural = "gespreksbegeleiders"
        ordering = ["user__name"]

    def __str__(self):
        return str(self.user)


class PoolManager(models.Model):
    """Makes a user who keeps the pool: profiles and dates, and nothing of what is talked about."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="pool_manager", verbose_name="gebruiker"
    )
    created_at = models.DateTimeField("sinds", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "poulebeheerder"
        verbose_name_plural = "poulebeheerders"
        ordering = ["user__name"]

    def __str__(self):
        return str(self.user)


def keeps_pool(user):
    """Whether `user`, who is logged in, keeps the pool."""
    return PoolManager.objects.filter(user=user.pk).exists()


def chooses_from_pool(user):
    """Whether `user`, who is logged in, advises a triangle. A rehearsal, that anybody can start, does not count."""
    return user.memberships.filter(triangle__rehearsal_until=None).exists()
