"""What every test may use. The stores themselves come from the plugin `sellerdesk.runtime.testing`."""
