"""Numbers about the site for who keeps it running, as Prometheus reads them; without METRICS_TOKEN it does not run."""
